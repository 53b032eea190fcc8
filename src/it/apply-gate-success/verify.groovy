import groovy.json.JsonSlurper

String log = new File(basedir, 'build.log').getText('UTF-8')
assert log.contains('2 migrations, 1 pending, 1 behind a gate')
assert log.contains('Stopped in front of the gate app-v2, which is not open.')
assert log.contains('once it runs everywhere: mvn dbsage:apply -Ddbsage.deployed=app-v2')
assert log.contains('Opened the gate app-v2.')
assert log =~ /✓ 20260102120000_drop_email +1 statement /
assert log =~ /✓ no user/
def report = new JsonSlurper().parse(new File(basedir, 'target/dbsage/apply.json'), 'UTF-8')
assert report.waiting == null
assert report.steps.collect { [it.kind, it.name, it.state] } == [
    ['gate', 'app-v2', 'applied'],
    ['check', 'no user', 'applied'],
    ['sql', 'drop_email', 'applied']]
