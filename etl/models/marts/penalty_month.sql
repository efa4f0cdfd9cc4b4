-- grain: region_code, month, sector, kind
-- Penalties decided, on whom, and the fines.
SELECT
    p.region_code,
    m.month,
    coalesce(p.sector_code, 'none') AS sector,
    p.kind,
    count(*) AS penalties,
    CASE WHEN count(p.on_unit) > 0 THEN count(*) FILTER (WHERE p.on_unit) END AS on_unit,
    CASE WHEN count(p.on_person) > 0 THEN count(*) FILTER (WHERE p.on_person) END AS on_person,
    CASE
        WHEN count(p.on_unit) > 0 AND count(p.on_person) > 0 THEN count(*) FILTER (WHERE p.on_unit AND p.on_person)
    END AS on_both,
    sum(p.amount_yuan)::DOUBLE AS amount_yuan
FROM penalties AS p
JOIN stg_months AS m ON p.decided_date BETWEEN m.first_day AND m.last_day
GROUP BY ALL
