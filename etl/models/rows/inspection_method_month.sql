-- Each inspection in its month, with its method.
SELECT
    i.region_code,
    m.month,
    coalesce(i.sector_code, 'none') AS sector,
    coalesce(i.method, 'none') AS method,
    'inspections' AS ledger,
    i.inspection_id AS row_id,
    i.inspected_date AS row_date,
    concat_ws(' ', i.enterprise, i.office) AS told,
    i._file,
    i._row,
    1 AS inspections,
    CASE WHEN i.problems IS NOT NULL THEN (i.problems > 0)::INTEGER END AS with_problems,
    i.problems,
    i.penalties
FROM inspections AS i
JOIN stg_months AS m ON i.inspected_date BETWEEN m.first_day AND m.last_day
