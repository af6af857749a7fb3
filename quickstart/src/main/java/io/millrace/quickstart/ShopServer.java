// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import io.millrace.testkit.servers.Binaries;
import io.millrace.testkit.servers.JdbcDrivers;
import io.millrace.testkit.servers.MariaDbServer;
import io.millrace.testkit.servers.MySqlUrl;
import io.millrace.testkit.servers.Server;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

/**
 * The server that the shop's database is on, and how Debezium follows it.
 *
 * @param name how messages call it; never holds the password
 * @param connector the shipped configuration that follows it
 * @param plugin the folder for {@code plugin.path} that holds its Debezium connector
 * @param environment what that configuration reads from the worker's environment
 * @param own the server, if this run started it
 */
record ShopServer(
        String name,
        String connector,
        Path plugin,
        Map<String, String> environment,
        Connections connections,
        Optional<Server> own)
        implements AutoCloseable {

    /** A MariaDB of this run's own. */
    static ShopServer mariaDb(Path folder, int port) {
        MariaDbServer server = MariaDbServer.start(folder, port);
        return new ShopServer(
                server.host() + ":" + server.port(),
                "shop-mariadb-source",
                Binaries.debeziumMariaDb(),
                // the embedded server speaks no TLS
                environment(server.host(), server.port(), server.user(), server.password(), "disable"),
                server::connect,
                Optional.of(server));
    }

    /** A MySQL server of the user's, which is only connected to. */
    static ShopServer mysql(MySqlUrl url) {
        String jdbcUrl =
                "jdbc:mysql://" + url.host() + ":" + url.port() + "/?sslMode=PREFERRED&allowPublicKeyRetrieval=true";
        Connections connections = () -> JdbcDrivers.connect(jdbcUrl, url.user(), url.password());
        try {
            connections.open().close();
        } catch (SQLException e) {
            throw new Problem("Cannot connect to " + url + ": " + e.getMessage() + ".", e);
        }
        return new ShopServer(
                url.toString(),
                "shop-mysql-source",
                Binaries.debeziumMySql(),
                environment(url.host(), url.port(), url.user(), url.password(), "preferred"),
                connections,
                Optional.empty());
    }

    ShopDatabase database() {
        return new ShopDatabase(name, connections);
    }

    @Override
    public String toString() {
        return name;
    }

    @Override
    public void close() {
        own.ifPresent(Server::close);
    }

    private static Map<String, String> environment(
            String host, int port, String user, String password, String sslMode) {
        return Map.of(
                "SHOP_DB_HOST", host,
                "SHOP_DB_PORT", Integer.toString(port),
                "SHOP_DB_USER", user,
                "SHOP_DB_PASSWORD", password,
                "SHOP_DB_SSL_MODE", sslMode);
    }
}
