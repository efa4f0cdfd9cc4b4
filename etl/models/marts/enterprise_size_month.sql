-- grain: region_code, month, sector, headcount_band
-- Enterprises on the register at the month's last day by headcount, and those inspected since January. The bands are
-- the plan's (headcount_bands); none where no headcount was reported.
WITH first_inspections AS (
    SELECT region_code, enterprise_id, year(inspected_date) AS year, min(inspected_date) AS first_date
    FROM inspections WHERE enterprise_id IS NOT NULL GROUP BY ALL
)

SELECT
    e.region_code,
    m.month,
    coalesce(e.sector_code, 'none') AS sector,
    coalesce(b.band, 'none') AS headcount_band,
    count(*) AS registered,
    count(*) FILTER (WHERE f.first_date <= m.last_day) AS inspected_ytd
FROM enterprises AS e
JOIN stg_months AS m
    ON coalesce(e.registered_date, m.last_day) <= m.last_day
    AND (e.closed_date IS NULL OR e.closed_date > m.last_day)
LEFT JOIN first_inspections AS f
    ON e.region_code = f.region_code AND e.enterprise_id = f.enterprise_id AND f.year = year(m.last_day)
LEFT JOIN headcount_bands AS b ON e.headcount >= b.low AND (b.below IS NULL OR e.headcount < b.below)
GROUP BY ALL
