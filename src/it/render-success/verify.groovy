import groovy.json.JsonSlurper

String log = new File(basedir, 'build.log').getText('UTF-8')
def report = new JsonSlurper().parse(new File(basedir, 'target/dbsage/render.json'), 'UTF-8')
String file = new File(basedir, 'src/main/db/migration-plan.md').getText('UTF-8')
assert file.startsWith('<!-- Rendered by dbsage:render from src/main/db/migration-plan.yaml: ')
assert file.contains('\n# Sign-up\n')
assert file.contains('\n| table | add | `public.users` | yes | `20260101120000` |  |\n')
assert file.contains('\nmvn -B dbsage:apply -Ddbsage.deployed=app-v2\n')
assert file.endsWith('\n' + new File(basedir, 'src/main/db/migration-plan.yaml').getText('UTF-8') + '```\n')
assert log.contains('Wrote src/main/db/migration-plan.md.')
assert report.verdict == 'passed'
