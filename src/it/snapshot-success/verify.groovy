import groovy.json.JsonSlurper

String log = new File(basedir, 'build.log').getText('UTF-8')
def report = new JsonSlurper().parse(new File(basedir, 'target/dbsage/snapshot.json'), 'UTF-8')
String schema = new File(basedir, 'target/dbsage/schema.txt').getText('UTF-8')
assert schema.startsWith('-- Schema snapshot of DB Sage, format 1, PostgreSQL 18')
assert schema.contains('\ntable public.users\n')
assert schema.contains('\nindex public.users_email\n')
assert !schema.contains('schema_migrations') : 'our own tables are left out'
assert !schema.contains('public.later') : 'the file of the first run is kept'
assert log.contains('The schema is in target/dbsage/schema.txt')
assert log.contains('From target/dbsage/schema.txt to the database: 1 added, 0 removed, 0 changed')
assert report.verdict == 'passed' : 'a difference is a warning'
assert report.snapshot.added == ['table public.later']
assert report.findings*.rule == ['SCHEMA_DIFFERENCE']
assert new File(basedir, report.snapshot.file).getText('UTF-8').startsWith('added table public.later\n  + owner postgres\n')
