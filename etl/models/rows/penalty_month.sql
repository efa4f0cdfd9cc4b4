-- Each penalty in the month in which it was decided.
SELECT
    p.region_code,
    m.month,
    coalesce(p.sector_code, 'none') AS sector,
    p.kind,
    'penalties' AS ledger,
    p.penalty_id AS row_id,
    p.decided_date AS row_date,
    coalesce(e.name, p.enterprise_id) AS told,
    p._file,
    p._row,
    1 AS penalties,
    p.on_unit::INTEGER AS on_unit,
    p.on_person::INTEGER AS on_person,
    (p.on_unit AND p.on_person)::INTEGER AS on_both,
    p.amount_yuan
FROM penalties AS p
JOIN stg_months AS m ON p.decided_date BETWEEN m.first_day AND m.last_day
LEFT JOIN enterprises AS e ON p.region_code = e.region_code AND p.enterprise_id = e.enterprise_id
