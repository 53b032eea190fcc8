import groovy.json.JsonSlurper

String log = new File(basedir, 'build.log').getText('UTF-8')
def applied = new JsonSlurper().parse(new File(basedir, 'target/dbsage/apply.json'), 'UTF-8')
def verified = new JsonSlurper().parse(new File(basedir, 'target/dbsage/verify-checksums.json'), 'UTF-8')
assert applied.verdict == 'passed'
assert applied.database.user == 'it_shop'
assert verified.verdict == 'passed'
assert verified.database.user == 'it_shop'
assert log.contains('(f) password = ') == false : 'a password of settings.xml is no parameter'
assert log.contains('(f) url = ****')
['4711', 'p@ss', 'p%40ss'].each { secret ->
  assert !log.contains(secret) : 'no secret in the log'
  new File(basedir, 'target/dbsage').eachFileRecurse { file ->
    if (file.isFile() && file.name.endsWith('.json')) {
      assert !file.getText('UTF-8').contains(secret) : 'no secret in a report'
    }
  }
}
return true
