-- Each enterprise in every month in which it is on the register.
WITH first_inspections AS (
    SELECT region_code, enterprise_id, year(inspected_date) AS year, min(inspected_date) AS first_date
    FROM inspections WHERE enterprise_id IS NOT NULL GROUP BY ALL
)

SELECT
    e.region_code,
    m.month,
    coalesce(e.sector_code, 'none') AS sector,
    coalesce(e.is_high_risk, FALSE) AS is_high_risk,
    coalesce(e.is_above_scale, FALSE) AS is_above_scale,
    coalesce(e.is_key, FALSE) AS is_key,
    'enterprises' AS ledger,
    e.enterprise_id AS row_id,
    e.registered_date AS row_date,
    e.name AS told,
    e._file,
    e._row,
    1 AS registered,
    coalesce(f.first_date <= m.last_day, FALSE)::INTEGER AS inspected_ytd,
    coalesce(e.action_plan_date <= m.last_day, FALSE)::INTEGER AS action_plan,
    coalesce(e.self_check_date <= m.last_day, FALSE)::INTEGER AS self_check
FROM enterprises AS e
JOIN stg_months AS m
    ON coalesce(e.registered_date, m.last_day) <= m.last_day
    AND (e.closed_date IS NULL OR e.closed_date > m.last_day)
LEFT JOIN first_inspections AS f
    ON e.region_code = f.region_code AND e.enterprise_id = f.enterprise_id AND f.year = year(m.last_day)
