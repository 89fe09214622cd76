"""A scanner of bleak on a Bumble device."""

from typing import Any, Literal

from bleak.backends.scanner import AdvertisementData, AdvertisementDataCallback, BaseBleakScanner
from bleak.uuids import normalize_uuid_str
from bumble.core import UUID, AdvertisingData
from bumble.device import Advertisement, Device

_UUID_TYPES = (
    AdvertisingData.Type.INCOMPLETE_LIST_OF_16_BIT_SERVICE_CLASS_UUIDS,
    AdvertisingData.Type.COMPLETE_LIST_OF_16_BIT_SERVICE_CLASS_UUIDS,
    AdvertisingData.Type.INCOMPLETE_LIST_OF_128_BIT_SERVICE_CLASS_UUIDS,
    AdvertisingData.Type.COMPLETE_LIST_OF_128_BIT_SERVICE_CLASS_UUIDS,
)
_MANUFACTURER = AdvertisingData.Type.MANUFACTURER_SPECIFIC_DATA
_NAME_TYPES = (AdvertisingData.Type.COMPLETE_LOCAL_NAME, AdvertisingData.Type.SHORTENED_LOCAL_NAME)


def uuid_text(uuid: UUID) -> str:
    """Return a UUID as bleak writes it."""
    return normalize_uuid_str(uuid.to_hex_str("-"))


def make_scanner(device: Device) -> type[BaseBleakScanner]:
    """Return the class of scanners that hear what a device hears."""

    listening: set[BaseBleakScanner] = set()

    class BumbleScanner(BaseBleakScanner):
        """Reports each advertisement, with what the scan response adds."""

        def __init__(
            self,
            detection_callback: AdvertisementDataCallback | None,
            service_uuids: list[str] | None,
            scanning_mode: Literal["active", "passive"] = "active",
            **_options: Any,
        ) -> None:
            super().__init__(detection_callback, service_uuids)
            self._is_active = scanning_mode == "active"

        async def start(self) -> None:
            """Begin to scan."""
            self.seen_devices = {}
            listening.add(self)
            device.on("advertisement", self._heard)
            await device.start_scanning(legacy=True, active=self._is_active, filter_duplicates=False)

        async def stop(self) -> None:
            """End it."""
            device.remove_listener("advertisement", self._heard)
            listening.discard(self)
            if not listening:
                await device.stop_scanning(legacy=True)

        def _heard(self, advertisement: Advertisement) -> None:
            told, address = advertisement.data, advertisement.address.to_string(False)
            name = next((found for kind in _NAME_TYPES if (found := told.get(kind))), None)
            data = AdvertisementData(
                name,
                {int(company): bytes(value) for company, value in told.get_all(_MANUFACTURER)},
                {},
                [uuid_text(uuid) for kind in _UUID_TYPES for uuids in told.get_all(kind) for uuid in uuids],
                None,
                advertisement.rssi,
                (advertisement,),
            )
            seen = self.create_or_update_device(address, address, name, advertisement.address, data)
            if self.is_allowed_uuid(data.service_uuids):
                self.call_detection_callbacks(seen, data)

    return BumbleScanner
