import groovy.json.JsonSlurper

String log = new File(basedir, 'build.log').getText('UTF-8')
def report = new JsonSlurper().parse(new File(basedir, 'target/dbsage/new.json'), 'UTF-8')
def files = new File(basedir, 'src/main/db/migrations').list().findAll { it.endsWith('_fix_ownership.sql') }
assert files.size() == 1 : 'the second run finds nothing to mend'
String text = new File(basedir, 'src/main/db/migrations/' + files[0]).getText('UTF-8')
assert text.startsWith('-- Migration: ' + files[0].replace('.sql', '') + '\n')
assert text.contains('\nALTER TABLE public.users OWNER TO app;\nALTER VIEW public.emails OWNER TO app;\n')
assert text.contains('\nALTER VIEW public.emails OWNER TO postgres;\nALTER TABLE public.users OWNER TO postgres;\n*/')
assert log.contains('Wrote src/main/db/migrations/' + files[0])
assert log.contains('Everything that the files make belongs to whom it should: nothing was written.')
assert report.verdict == 'passed'

def written = new File(basedir, 'src/main/db/migrations').list().collect { it.replaceFirst(/^\d{14}_/, '') }
assert written.containsAll(['default_users_email.sql', 'fill_users_email.backfill.yaml', 'check_users_email.sql', 'users_email_not_null.sql'])
def plans = new File(basedir, 'src/main/db/plans').listFiles()
assert plans*.name*.replaceFirst(/^\d{14}_/, '') == ['users_email_not_null.yaml']
assert plans[0].getText('UTF-8').contains('- deploy: app-v2')
def judged = new JsonSlurper().parse(new File(basedir, 'target/dbsage/validate-plan.json'), 'UTF-8')
assert judged.findings.every { !(it.file =~ /users_email/) } : 'what a pattern writes is valid'
def tried = new JsonSlurper().parse(new File(basedir, 'target/dbsage/dry-run.json'), 'UTF-8')
assert tried.steps.findAll { it.name =~ /users_email/ && it.kind == 'sql' }*.rollback*.state.every { it == 'proven' }
