// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Apicurio Registry, which speaks the Confluent Schema Registry's API. Keeps its schemas in a file in its folder. */
public final class RegistryServer extends SingleServer {
    private static final int TIMEOUT_MS = 2_000;

    private final String root;

    private RegistryServer(ChildProcess.Spec spec, String root) {
        super(new ChildProcess(spec));
        this.root = root;
    }

    public static RegistryServer start(Path dir) {
        return start(dir, Ports.free());
    }

    public static RegistryServer start(Path dir, int port) {
        return start(dir, port, Jvm.quickStart("320m"));
    }

    public static RegistryServer start(Path dir, int port, Jvm jvm) {
        Path home = dir.toAbsolutePath();
        List<String> properties = List.of(
                "-Dquarkus.http.host=127.0.0.1",
                "-Dquarkus.http.port=" + port,
                // By default the database is in memory. Without the delay a schema is on file when it has an id.
                "-Dquarkus.datasource.jdbc.url=jdbc:h2:file:" + home.resolve("registry") + ";WRITE_DELAY=0",
                "-Dquarkus.datasource.jdbc.initial-size=2",
                "-Dquarkus.datasource.jdbc.min-size=2",
                "-Dquarkus.datasource.jdbc.acquisition-timeout=60S"); // the default, 5 s, is short on a busy disk
        RegistryServer server = new RegistryServer(
                ChildProcess.Spec.of("registry", home, jvm.jarCommand(jar(), properties)), "http://127.0.0.1:" + port);
        server.start();
        return server;
    }

    private static Path jar() {
        Path home = Binaries.registry();
        try (Stream<Path> files = Files.list(home)) {
            return files.filter(file -> file.toString().endsWith("-runner.jar"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("Cannot find the registry's jar in " + home));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What {@code schema.registry.url} takes. */
    public String url() {
        return root + "/apis/ccompat/v7";
    }

    @Override
    boolean isReady() {
        try {
            HttpURLConnection connection = (HttpURLConnection)
                    URI.create(root + "/health/ready").toURL().openConnection();
            connection.setConnectTimeout(TIMEOUT_MS);
            connection.setReadTimeout(TIMEOUT_MS);
            return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException notYet) {
            return false;
        }
    }
}
