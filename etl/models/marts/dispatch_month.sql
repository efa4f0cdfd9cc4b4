-- grain: region_code, month, indicator
-- What regions reported of an indicator, cumulative as they report it. No row means not reported, never zero.
SELECT region_code, month, indicator, numerator, denominator, reported_date
FROM dispatch_reports
