String log = new File(basedir, 'build.log').getText('UTF-8')
assert log.contains('There are no migrations here: neither src/main/db nor supabase/migrations exists. Create src/main/db/migrations with a first file such as 20260101120000_create_users.sql, or name the folder with -Ddbsage.directory. -> [Help 1]')
assert !(log =~ /(?m)^\s+at [a-z]/) : 'no stack trace without -e'
