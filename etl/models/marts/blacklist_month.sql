-- grain: region_code, month, sector, reason
-- Entries of the blacklist in force at the month's last day, and those that came and went in the month.
SELECT
    b.region_code,
    m.month,
    coalesce(b.sector_code, 'none') AS sector,
    b.reason,
    count(*) FILTER (WHERE b.removed_date IS NULL OR b.removed_date > m.last_day) AS listed,
    count(*) FILTER (WHERE b.listed_date >= m.first_day) AS added,
    count(*) FILTER (WHERE b.removed_date <= m.last_day) AS removed
FROM blacklist AS b
JOIN stg_months AS m
    ON b.listed_date <= m.last_day AND (b.removed_date IS NULL OR b.removed_date >= m.first_day)
GROUP BY ALL
