package io.github.dbsage.mojo;

import io.github.dbsage.app.Context.Access;
import io.github.dbsage.model.Choices;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.UserError;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.crypto.DefaultSettingsDecryptionRequest;
import org.apache.maven.settings.crypto.SettingsDecryptionResult;
import org.jspecify.annotations.Nullable;

/** Finds {@code dbsage.serverId} among the servers of settings.xml, and decrypts its password. */
final class SettingsServers {

  /** Maven's form, around which a comment may stand; braces in a password alone mean nothing. */
  private static final Pattern ENCRYPTED = Pattern.compile("\\{(\\[.*])?[A-Za-z0-9+/=]{24,}}");

  private final DbsageMojo mojo;

  SettingsServers(DbsageMojo mojo) {
    this.mojo = mojo;
  }

  /**
   * The server that is named, or null where none is.
   *
   * @throws UserError where there is no such server, or its password cannot be decrypted
   */
  Access.@Nullable Server find() {
    String id = mojo.serverId;
    if (id == null || id.isBlank()) {
      return null;
    }
    Server server = mojo.session.getSettings().getServer(id);
    if (server == null) {
      throw new UserError(unknown(id));
    }
    Server plain = decrypted(server);
    return new Access.Server(id, plain.getUsername(), password(server, plain.getPassword()));
  }

  private Server decrypted(Server server) {
    if (mojo.decrypter == null) {
      return server;
    }
    SettingsDecryptionResult result =
        mojo.decrypter.decrypt(new DefaultSettingsDecryptionRequest(server));
    return result.getServer() == null ? server : result.getServer();
  }

  /** What the decrypter could not read it hands back as it was. */
  private static @Nullable String password(Server written, @Nullable String password) {
    if (password != null
        && password.equals(written.getPassword())
        && ENCRYPTED.matcher(password).find()) {
      throw new UserError(undecrypted(written.getId()));
    }
    return password;
  }

  private Problem unknown(String id) {
    List<String> ids =
        mojo.session.getSettings().getServers().stream().map(Server::getId).sorted().toList();
    return Problem.of(
        "SERVER_ID",
        "There is no server " + id + " in settings.xml" + Choices.didYouMean(id, ids) + ".",
        null,
        ids.isEmpty()
            ? "It defines no servers: add <server><id>" + id + "</id>…</server> to its <servers>."
            : "Name one of: " + String.join(", ", ids) + "; or add it to its <servers>.");
  }

  private static Problem undecrypted(String id) {
    return Problem.of(
        "SERVER_PASSWORD",
        "The password of server " + id + " in settings.xml could not be decrypted.",
        null,
        "Check that ~/.m2/settings-security.xml holds the master password that it was encrypted"
            + " with, or encrypt it again with mvn --encrypt-password.");
  }
}
