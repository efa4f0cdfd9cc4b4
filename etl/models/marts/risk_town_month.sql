-- grain: region_code, month, sector, tier, town, risk_class
-- As risk_month, by town: points in force at the month's last day, and whether they are filed, labelled and controlled.
SELECT
    r.region_code,
    m.month,
    coalesce(r.sector_code, 'none') AS sector,
    coalesce(r.tier, 'none') AS tier,
    t.town,
    r.risk_class,
    count(*) AS points,
    count(*) FILTER (WHERE r.filed_date <= m.last_day) AS filed,
    count(*) FILTER (WHERE r.labelled_date <= m.last_day) AS labelled,
    count(*) FILTER (WHERE r.controlled_date <= m.last_day) AS controlled
FROM risk_points AS r
JOIN stg_risk_towns AS t USING (region_code, risk_point_id)
JOIN stg_months AS m
    ON r.assessed_date <= m.last_day AND (r.removed_date IS NULL OR r.removed_date > m.last_day)
GROUP BY ALL
