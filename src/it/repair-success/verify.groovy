import groovy.json.JsonSlurper

String log = new File(basedir, 'build.log').getText('UTF-8')
def report = new JsonSlurper().parse(new File(basedir, 'target/dbsage/repair.json'), 'UTF-8')
assert log.contains('changed/migrations/20260101120000_create_orders.sql:1:1')
assert log.contains('(comments or blanks only).')
assert log.contains('mvn dbsage:repair -Ddbsage.version=20260101120000 -Ddbsage.to=accepted -Ddbsage.reason="why"')
assert log.contains('What differs: comments or blanks only. The statements are the same.')
assert log.contains("The file's checksum is recorded now.")
assert log.contains('Applied migrations compared with their files: 1; pending: 0')
assert report.verdict == 'passed'
