import groovy.json.JsonSlurper
import java.util.concurrent.TimeUnit

// Two real Mavens apply the same migrations to the same fresh database at once, twenty times.
// Each has a folder of its own, as on two machines.

def server = new Properties()
new File(basedir, 'target/dbsage/embedded.properties').withInputStream { server.load(it) }
boolean windows = System.getProperty('os.name').startsWith('Windows')
String mvn = new File(mavenHome, windows ? 'bin/mvn.cmd' : 'bin/mvn').path

File settings = new File(basedir, 'settings.xml')
settings.text = new File(settingsTemplate).text.replace('@localRepositoryUrl@', new File(outerRepository).toURI().toString())
def common = [mvn, '-B', '-o', '-s', settings.path, "-Dmaven.repo.local=$localRepositoryPath"]*.toString()

Process maven(File folder, File log, List<String> arguments) {
  folder.mkdirs()
  def builder = new ProcessBuilder(arguments)
  builder.directory(folder)
  builder.environment().keySet().removeAll(['DATABASE_URL', 'DBSAGE_URL'])
  return builder.redirectErrorStream(true).redirectOutput(log).start()
}

try {
  for (int round in 1..20) {
    String url = server.url.replaceFirst('/postgres$', "/round_$round")
    def arguments = [plugin + ':apply', '-Ddbsage.directory=' + new File(basedir, 'shared'), '-Ddbsage.url=' + url,
        '-Ddbsage.user=' + server.user, '-Ddbsage.password=' + server.password]*.toString()
    long start = System.nanoTime()
    def runners = ['one', 'two'].collect { name ->
      File folder = new File(basedir, name)
      File log = new File(basedir, "$name-${round}.log")
      [folder: folder, log: log, process: maven(folder, log, common + arguments)]
    }
    for (runner in runners) {
      if (!runner.process.waitFor(3, TimeUnit.MINUTES)) {
        runners.each { it.process.descendants().forEach { it.destroyForcibly() }; it.process.destroyForcibly() }
        assert false : "round $round hangs: see ${runner.log}"
      }
    }
    long ms = (System.nanoTime() - start).intdiv(1_000_000)
    runners.each { assert it.process.exitValue() == 0 : "round $round: see ${it.log}" }
    def applied = runners.collect {
      def report = new JsonSlurper().parse(new File(it.folder, 'target/dbsage/report.json'), 'UTF-8')
      assert report.goal == 'apply' && report.verdict == 'passed' && report.database.name == "round_$round"
      report.steps.findAll { it.state == 'applied' }*.version
    }
    assert applied.flatten().sort() == ['20260101120000', '20260102120000', '20260103120000', '20260104120000'] :
        "round $round: each once, not $applied"
    def loser = applied[0].isEmpty() ? runners[0] : runners[1]
    def waiting = loser.log.readLines('UTF-8').findAll { it.contains('Waiting for the run lock') }
    assert !waiting.isEmpty() && waiting.every { it =~ /dbsage apply .+ \(pid \d+/ } : "round $round: for whom? see ${loser.log}"
    assert loser.log.getText('UTF-8').contains('up to date')
    println "round $round: ${ms} ms, ${applied*.size()} applied; ${loser.folder.name}: ${waiting[0]}"
  }
} finally {
  maven(basedir, new File(basedir, 'stop.log'), common + (plugin + ':stop').toString()).waitFor(1, TimeUnit.MINUTES)
}
