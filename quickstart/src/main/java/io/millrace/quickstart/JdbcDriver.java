// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Properties;
import java.util.stream.Stream;

/** The JDBC driver that a Debezium connector brings, used in place of a dependency of our own. */
final class JdbcDriver {
    private final Driver driver;

    private JdbcDriver(Driver driver) {
        this.driver = driver;
    }

    /** MySQL's, from the folder that holds Debezium's MySQL connector. */
    static JdbcDriver mysql(Path plugin) {
        return load(plugin, "mysql-connector-j", "com.mysql.cj.jdbc.Driver");
    }

    Connections connections(String url, String user, String password) {
        Properties login = new Properties();
        login.put("user", user);
        login.put("password", password);
        return () -> {
            var connection = driver.connect(url, login);
            if (connection == null) {
                throw new SQLException(driver.getClass().getName() + " does not accept " + url);
            }
            return connection;
        };
    }

    private static JdbcDriver load(Path plugin, String jar, String driverClass) {
        URL[] urls = {find(plugin, jar)};
        try {
            @SuppressWarnings("resource") // the driver loads classes for as long as it is used
            ClassLoader loader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
            return new JdbcDriver((Driver)
                    loader.loadClass(driverClass).getDeclaredConstructor().newInstance());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot load " + driverClass + " from " + urls[0], e);
        }
    }

    private static URL find(Path plugin, String jar) {
        try (Stream<Path> files = Files.walk(plugin)) {
            Path found = files.filter(file -> file.getFileName().toString().startsWith(jar))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no " + jar + " in " + plugin));
            return found.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + plugin, e);
        }
    }
}
