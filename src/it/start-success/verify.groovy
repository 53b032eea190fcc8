String log = new File(basedir, 'build.log').getText('UTF-8')
assert log =~ /Started PostgreSQL 14.20 on port \d+ in /
assert log.contains('Applied 1 migration in ')
assert log.contains('the embedded server is stopped')
assert log.count('Started PostgreSQL') == 1 : 'apply joins the server of start'
def left = new Properties()
new File(basedir, 'target/dbsage/embedded.properties').withInputStream { left.load(it) }
assert left.keySet() == ['home'] as Set : 'only where the data are'
