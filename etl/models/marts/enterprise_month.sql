-- grain: region_code, month, sector, is_high_risk, is_above_scale, is_key
-- Enterprises on the register at the month's last day, and what of the plan they have by then.
WITH first_inspections AS (
    SELECT region_code, enterprise_id, year(inspected_date) AS year, min(inspected_date) AS first_date
    FROM inspections WHERE enterprise_id IS NOT NULL GROUP BY ALL
),

on_register AS (
    SELECT e.*, m.month, m.last_day, f.first_date
    FROM enterprises AS e
    JOIN stg_months AS m
        ON coalesce(e.registered_date, m.last_day) <= m.last_day
        AND (e.closed_date IS NULL OR e.closed_date > m.last_day)
    LEFT JOIN first_inspections AS f
        ON e.region_code = f.region_code AND e.enterprise_id = f.enterprise_id AND f.year = year(m.last_day)
)

SELECT
    region_code,
    month,
    coalesce(sector_code, 'none') AS sector,
    coalesce(is_high_risk, FALSE) AS is_high_risk,
    coalesce(is_above_scale, FALSE) AS is_above_scale,
    coalesce(is_key, FALSE) AS is_key,
    count(*) AS registered,
    count(*) FILTER (WHERE first_date <= last_day) AS inspected_ytd,
    count(*) FILTER (WHERE action_plan_date <= last_day) AS action_plan,
    count(*) FILTER (WHERE self_check_date <= last_day) AS self_check
FROM on_register
GROUP BY ALL
