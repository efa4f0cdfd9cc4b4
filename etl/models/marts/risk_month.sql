-- grain: region_code, month, sector, tier, risk_class
-- Risk points in force at the month's last day, and whether they are filed, labelled and under control by then.
SELECT
    r.region_code,
    m.month,
    coalesce(r.sector_code, 'none') AS sector,
    coalesce(r.tier, 'none') AS tier,
    r.risk_class,
    count(*) AS points,
    count(*) FILTER (WHERE r.filed_date <= m.last_day) AS filed,
    count(*) FILTER (WHERE r.labelled_date <= m.last_day) AS labelled,
    count(*) FILTER (WHERE r.controlled_date <= m.last_day) AS controlled
FROM risk_points AS r
JOIN stg_months AS m
    ON r.assessed_date <= m.last_day AND (r.removed_date IS NULL OR r.removed_date > m.last_day)
GROUP BY ALL
