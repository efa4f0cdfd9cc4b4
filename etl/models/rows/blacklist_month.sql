-- Each entry of the blacklist in every month in which it was listed, removed or in force.
SELECT
    b.region_code,
    m.month,
    coalesce(b.sector_code, 'none') AS sector,
    b.reason,
    'blacklist' AS ledger,
    b.entry_id AS row_id,
    b.listed_date AS row_date,
    concat_ws(' ', coalesce(e.name, b.enterprise_id), concat_ws(' → ', b.listed_date, b.removed_date)) AS told,
    b._file,
    b._row,
    (b.removed_date IS NULL OR b.removed_date > m.last_day)::INTEGER AS listed,
    (b.listed_date >= m.first_day)::INTEGER AS added,
    coalesce(b.removed_date <= m.last_day, FALSE)::INTEGER AS removed
FROM blacklist AS b
JOIN stg_months AS m
    ON b.listed_date <= m.last_day AND (b.removed_date IS NULL OR b.removed_date >= m.first_day)
LEFT JOIN enterprises AS e ON b.region_code = e.region_code AND b.enterprise_id = e.enterprise_id
