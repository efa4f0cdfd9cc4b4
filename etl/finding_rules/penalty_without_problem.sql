-- about: the row's number
SELECT 'inspections' AS "table", region_code, sector_code, strftime(inspected_date, '%Y-%m') AS month,
    inspection_id AS about, inspection_id AS key, _file AS file_id, _row AS "row", 'penalties' AS "column",
    penalties::VARCHAR AS value, problems::VARCHAR AS against, 'penalties ' || penalties || ', problems 0' AS detail,
    penalties AS amount
FROM inspections WHERE penalties > 0 AND problems = 0
