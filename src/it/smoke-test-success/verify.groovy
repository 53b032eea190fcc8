import groovy.json.JsonSlurper

String log = new File(basedir, 'build.log').getText('UTF-8')
def report = new JsonSlurper().parse(new File(basedir, 'target/dbsage/smoke-test.json'), 'UTF-8')
String suite = new File(basedir, 'target/dbsage/smoke-test.junit.xml').getText('UTF-8')
assert log =~ /smoke-test passed in .*, 4 checks/
assert report.verdict == 'passed'
assert report.steps*.name == ['two users', 'sees herself alone', 'adds nobody else', 'by email']
assert report.steps*.kind.unique() == ['check']
assert report.steps*.state.unique() == ['applied']
assert suite.contains('<testsuite name="dbsage:smoke-test" tests="5" failures="0" errors="0" skipped="0"')
assert suite.contains('<testcase classname="dbsage.smoke-test" name="adds nobody else"')
