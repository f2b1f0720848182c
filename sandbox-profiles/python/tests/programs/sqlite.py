import sqlite3
db = sqlite3.connect("/workspace/x.db")
db.execute("create table t (a)")
db.execute("insert into t values (1)")
print(db.execute("select * from t").fetchall())
