sqlite3 stars.db <<'SQL'
create table star (name text primary key, distance real);
insert into star values ('Sirius', 8.6), ('Vega', 25.04), ('Proxima', 4.24), ('Altair', 16.73);
SQL
sqlite3 stars.db 'select * from star where distance < 20 order by distance'
