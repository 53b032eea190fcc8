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
