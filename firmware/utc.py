"""Days and times of UTC seconds: boards differ in the epoch of their own `time`."""


def date(utc_s: int) -> str:
    """Return the day as `YYYY-MM-DD` (Howard Hinnant's civil_from_days)."""
    days = utc_s // 86400 + 719468
    era = days // 146097
    of_era = days - era * 146097
    year = (of_era - of_era // 1460 + of_era // 36524 - of_era // 146096) // 365
    of_year = of_era - (365 * year + year // 4 - year // 100)
    month = (5 * of_year + 2) // 153
    day = of_year - (153 * month + 2) // 5 + 1
    month = month + 3 if month < 10 else month - 9
    return "%04d-%02d-%02d" % (year + era * 400 + (1 if month <= 2 else 0), month, day)


def clock_time(utc_s: int) -> str:
    """Return the time of day as `HH:MM`, in UTC."""
    minutes = utc_s // 60 % 1440
    return "%02d:%02d" % (minutes // 60, minutes % 60)
