-- Each insured enterprise in every month at whose end it has a policy in force. Of several policies the row is
-- the one with most services, then the newest, so that an enterprise is one row, as it is one in the mart.
WITH in_force AS (
    SELECT
        p.*,
        m.month,
        m.last_day,
        coalesce(min(p.sector_code) OVER enterprise, 'none') AS policy_sector
    FROM insurance AS p
    JOIN stg_months AS m ON p.starts_date <= m.last_day AND p.ends_date >= m.last_day
    WINDOW enterprise AS (PARTITION BY p.region_code, p.enterprise_id, m.month)
    QUALIFY row_number() OVER (
        PARTITION BY p.region_code, p.enterprise_id, m.month
        ORDER BY coalesce(p.services, 0) DESC, p.starts_date DESC, p.policy_id
    ) = 1
)

SELECT
    i.region_code,
    i.month,
    CASE WHEN e.enterprise_id IS NULL THEN i.policy_sector ELSE coalesce(e.sector_code, 'none') END AS sector,
    coalesce(e.is_high_risk, FALSE) AS is_high_risk,
    'insurance' AS ledger,
    i.policy_id AS row_id,
    i.starts_date AS row_date,
    concat_ws(' ', coalesce(e.name, i.enterprise_id), concat_ws(' → ', i.starts_date, i.ends_date)) AS told,
    i._file,
    i._row,
    1 AS insured,
    (coalesce(i.services, 0) > 0)::INTEGER AS served
FROM in_force AS i
LEFT JOIN enterprises AS e ON i.region_code = e.region_code AND i.enterprise_id = e.enterprise_id
WHERE (e.closed_date IS NULL OR e.closed_date > i.last_day)
    AND (e.registered_date IS NULL OR e.registered_date <= i.last_day)
