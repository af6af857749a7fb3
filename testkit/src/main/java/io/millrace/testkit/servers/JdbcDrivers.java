// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * JDBC connections by URL. For MariaDB and MySQL it uses the drivers that Debezium's connectors bring, whose licences
 * are not such that they could be dependencies of this project; PostgreSQL's is one.
 */
public final class JdbcDrivers {
    private JdbcDrivers() {}

    /** A new connection; {@code url} starts with {@code jdbc:mariadb:}, {@code jdbc:mysql:} or what is on the class path. */
    public static Connection connect(String url, String user, String password) throws SQLException {
        if (url.startsWith("jdbc:mariadb:")) {
            return connect(MariaDb.DRIVER, url, user, password);
        }
        if (url.startsWith("jdbc:mysql:")) {
            return connect(MySql.DRIVER, url, user, password);
        }
        return DriverManager.getConnection(url, user, password);
    }

    private static Connection connect(Driver driver, String url, String user, String password) throws SQLException {
        Properties login = new Properties();
        login.put("user", user);
        login.put("password", password);
        Connection connection = driver.connect(url, login);
        if (connection == null) {
            throw new SQLException(driver.getClass().getName() + " does not know the URL " + url);
        }
        return connection;
    }

    private static Driver load(Path plugin, String jarPrefix, String driverClass) {
        URL[] jar = {find(plugin, jarPrefix)};
        try {
            @SuppressWarnings("resource") // the driver loads classes for as long as it is used
            ClassLoader loader = new URLClassLoader(jar, ClassLoader.getPlatformClassLoader());
            return (Driver)
                    loader.loadClass(driverClass).getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Cannot load " + driverClass + " from " + jar[0] + ": " + e, e);
        }
    }

    private static URL find(Path plugin, String jarPrefix) {
        try (Stream<Path> files = Files.walk(plugin)) {
            return files.filter(file -> file.getFileName().toString().startsWith(jarPrefix))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("Cannot find " + jarPrefix + "*.jar in " + plugin))
                    .toUri()
                    .toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + plugin + ": " + e.getMessage(), e);
        }
    }

    private static final class MariaDb {
        static final Driver DRIVER =
                load(Binaries.debeziumMariaDb(), "mariadb-java-client-", "org.mariadb.jdbc.Driver");
    }

    private static final class MySql {
        static final Driver DRIVER = load(Binaries.debeziumMySql(), "mysql-connector-j-", "com.mysql.cj.jdbc.Driver");
    }
}
