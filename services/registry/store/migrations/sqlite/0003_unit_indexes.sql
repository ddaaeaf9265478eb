-- The kind first made PostgreSQL take any of them for (kind, id) while it had no statistics.
DROP INDEX unit_by_title_en;
DROP INDEX unit_by_title_ru;
DROP INDEX unit_by_title_kk;
DROP INDEX unit_by_institution;
CREATE INDEX unit_by_title_en ON unit (title_en, kind);
CREATE INDEX unit_by_title_ru ON unit (title_ru, kind);
CREATE INDEX unit_by_title_kk ON unit (title_kk, kind);
CREATE INDEX unit_by_institution ON unit (institution, kind, id);
