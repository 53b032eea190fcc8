import groovy.json.JsonSlurper

String log = new File(basedir, 'build.log').getText('UTF-8')
def report = new JsonSlurper().parse(new File(basedir, 'target/dbsage/report.json'), 'UTF-8')
String file = new File(basedir, 'src/main/db/migrations/20260101120000_create_users.sql').getText('UTF-8')
assert file =~ /\A-- Migration: 20260101120000_create_users\n-- Checksum: [0-9a-f]{64}\n/
assert log.contains('stamped src/main/db/migrations/20260101120000_create_users.sql')
assert report.verdict == 'passed'
