-- grain: region_code, month, sector, kind
-- Posts that need a certificate at the month's last day, and those whose holder has a valid one on that day.
SELECT
    c.region_code,
    m.month,
    coalesce(c.sector_code, 'none') AS sector,
    c.kind,
    count(*) AS posts,
    count(*) FILTER (
        WHERE c.issued_date <= m.last_day AND (c.valid_to IS NULL OR c.valid_to >= m.last_day)
    ) AS valid
FROM certificates AS c
JOIN stg_months AS m
    ON coalesce(c.since_date, m.last_day) <= m.last_day AND (c.left_date IS NULL OR c.left_date > m.last_day)
GROUP BY ALL
