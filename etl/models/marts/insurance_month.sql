-- grain: region_code, month, sector, is_high_risk
-- Enterprises with a policy in force at the month's last day, and those that had a prevention service under it.
-- Sector and high risk are those of the register of enterprises, so that the figure goes over its counts;
-- an enterprise that closed by then is left out, as it is there, and one that nobody registered has the
-- policy's sector and is not of high risk.
WITH in_force AS (
    SELECT
        p.region_code,
        p.enterprise_id,
        m.month,
        m.last_day,
        coalesce(min(p.sector_code), 'none') AS policy_sector,
        coalesce(max(p.services), 0) > 0 AS is_served
    FROM insurance AS p
    JOIN stg_months AS m ON p.starts_date <= m.last_day AND p.ends_date >= m.last_day
    GROUP BY ALL
)

SELECT
    i.region_code,
    i.month,
    CASE WHEN e.enterprise_id IS NULL THEN i.policy_sector ELSE coalesce(e.sector_code, 'none') END AS sector,
    coalesce(e.is_high_risk, FALSE) AS is_high_risk,
    count(*) AS insured,
    count(*) FILTER (WHERE i.is_served) AS served
FROM in_force AS i
LEFT JOIN enterprises AS e ON i.region_code = e.region_code AND i.enterprise_id = e.enterprise_id
WHERE (e.closed_date IS NULL OR e.closed_date > i.last_day)
    AND (e.registered_date IS NULL OR e.registered_date <= i.last_day)
GROUP BY ALL
