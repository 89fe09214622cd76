"""X3P files for tests, whole ones and spoilt ones, made here: a ZIP with main.xml, its sum, and the points."""

import hashlib
import io
import struct
import zipfile

XML = """<?xml version="1.0" encoding="UTF-8"?>
<p:ISO5436_2 xmlns:p="http://www.opengps.eu/2008/ISO5436_2">
 <Record1><Revision>ISO5436 - 2000</Revision><FeatureType>{feature}</FeatureType>
  <Axes>
   <CX><AxisType>{x}</AxisType>{x_type}<Increment>{increment}</Increment><Offset>0</Offset></CX>
   <CY><AxisType>I</AxisType><Increment>6.25e-07</Increment><Offset>0.0</Offset></CY>
   <CZ><AxisType>{z}</AxisType><DataType>{data_type}</DataType><Increment>1</Increment></CZ>
  </Axes>
 </Record1>
 <Record2><Date>2020-01-01T00:00:00Z</Date><Creator>nobody</Creator></Record2>
 <Record3>
  {dimension}
  {data}
 </Record3>
 <Record4><ChecksumFile>md5checksum.hex</ChecksumFile></Record4>
</p:ISO5436_2>
"""
MATRIX = "<MatrixDimension><SizeX>{0}</SizeX><SizeY>{1}</SizeY><SizeZ>{2}</SizeZ></MatrixDimension>"
LINK = (
    "<DataLink><PointDataLink>bindata/data.bin</PointDataLink>"
    "<MD5ChecksumPointData>{0}</MD5ChecksumPointData>{1}</DataLink>"
)
VALID = "<ValidPointsLink>bindata/valid.bin</ValidPointsLink><MD5ChecksumValidPoints>{0}</MD5ChecksumValidPoints>"
SIZES = (4, 3, 1)
_FORMATS = {"I": "h", "L": "i", "F": "f", "D": "d"}


def md5(content: bytes) -> str:
    return hashlib.md5(content, usedforsecurity=False).hexdigest()


def points(data_type: str = "D", count: int = 12) -> bytes:
    return struct.pack(f"<{count}{_FORMATS[data_type]}", *range(count))


def main_xml(content: bytes, **other: str) -> bytes:
    values = {"feature": "SUR", "x": "I", "x_type": "", "z": "A", "data_type": "D", "increment": "6.25e-07"}
    values |= {"dimension": MATRIX.format(*SIZES), "data": LINK.format(md5(content), "")}
    return XML.format(**(values | other)).encode()


def members(content: bytes | None = None, **other: str) -> dict[str, bytes]:
    """Return the members of a file that is whole."""
    data = points() if content is None else content
    main = main_xml(data, **other)
    return {"main.xml": main, "bindata/data.bin": data, "md5checksum.hex": f"{md5(main)} *main.xml\n".encode()}


def zipped(content: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a ZIP of members."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as container:
        for name, each in content.items():
            container.writestr(zipfile.ZipInfo(name), each, method)
    return file.getvalue()


def whole(**other: str) -> bytes:
    """Return a file that is whole."""
    return zipped(members(**other))
