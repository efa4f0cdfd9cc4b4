-- Each risk point in every month in which it is in force, with its town.
SELECT
    r.region_code,
    m.month,
    coalesce(r.sector_code, 'none') AS sector,
    coalesce(r.tier, 'none') AS tier,
    t.town,
    r.risk_class,
    'risk_points' AS ledger,
    r.risk_point_id AS row_id,
    r.assessed_date AS row_date,
    concat_ws(' ', r.name, r.office) AS told,
    r._file,
    r._row,
    1 AS points,
    coalesce(r.filed_date <= m.last_day, FALSE)::INTEGER AS filed,
    coalesce(r.labelled_date <= m.last_day, FALSE)::INTEGER AS labelled,
    coalesce(r.controlled_date <= m.last_day, FALSE)::INTEGER AS controlled
FROM risk_points AS r
JOIN stg_risk_towns AS t USING (region_code, risk_point_id)
JOIN stg_months AS m
    ON r.assessed_date <= m.last_day AND (r.removed_date IS NULL OR r.removed_date > m.last_day)
