// SPDX-License-Identifier: Apache-2.0
package io.millrace.connectdocker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** A Compose file, and what is wrong with it by the rules of this project. */
record ComposeFile(JsonNode root) {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)(?::-([^}]*))?}");
    /** The one file of the host's that a service may have: it reads the others' logs there. */
    private static final String DOCKER_SOCKET = "/var/run/docker.sock";

    private static final Pattern READ = Pattern.compile("\\$\\{env:(\\w+)}");

    static ComposeFile read(Path file) {
        try {
            return parse(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ComposeFile parse(String text) {
        try {
            return new ComposeFile(YAML.readTree(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Any YAML file. */
    static JsonNode yaml(Path file) {
        return read(file).root();
    }

    JsonNode service(String name) {
        JsonNode service = root.path("services").path(name);
        if (service.isMissingNode()) {
            throw new IllegalArgumentException("No service " + name + ".");
        }
        return service;
    }

    private Map<String, JsonNode> services() {
        Map<String, JsonNode> services = new LinkedHashMap<>();
        root.path("services").fieldNames().forEachRemaining(name -> services.put(name, service(name)));
        return services;
    }

    /** Variables that it takes from {@code .env}, with their defaults; without one, null. */
    Map<String, String> variables() {
        Map<String, String> found = new LinkedHashMap<>();
        VARIABLE.matcher(root.toString()).results().forEach(match -> found.put(match.group(1), match.group(2)));
        return found;
    }

    /** A text of the file with the defaults put in. */
    static String withDefaults(String text) {
        return VARIABLE.matcher(text)
                .replaceAll(
                        match -> match.group(2) == null ? "" : match.group(2).replace("$", "\\$"));
    }

    /** Each thing that is wrong, in words; {@code folder} is where the file's relative paths begin. */
    List<String> problems(Path folder) {
        List<String> problems = new ArrayList<>();
        services().forEach((name, service) -> {
            checkImage(name, service, problems);
            checkPorts(name, service, problems);
            checkHealth(name, service, problems);
            checkMounts(name, service, folder, problems);
        });
        variables().forEach((name, value) -> {
            if (value == null) {
                problems.add("no default for " + name);
            }
        });
        return problems;
    }

    private static void checkImage(String name, JsonNode service, List<String> problems) {
        String image = withDefaults(service.path("image").asText());
        if (!image.matches("[a-z0-9./-]+:v?\\d+\\.\\d+[\\w.-]*(@sha256:[0-9a-f]{64})?")) {
            problems.add(name + ": image without a version: " + image);
        }
    }

    private static void checkPorts(String name, JsonNode service, List<String> problems) {
        for (JsonNode port : service.path("ports")) {
            if (!port.asText().matches("127\\.0\\.0\\.1:\\d+:\\d+")) {
                problems.add(name + ": port not on 127.0.0.1: " + port.asText());
            }
        }
    }

    /** A service that ends has none; whoever depends on another waits until that is healthy. */
    private void checkHealth(String name, JsonNode service, List<String> problems) {
        boolean ends = service.path("restart").asText().equals("no");
        if (!ends && service.path("healthcheck").path("test").isEmpty()) {
            problems.add(name + ": no health check");
        }
        JsonNode needs = service.path("depends_on");
        if (needs.isArray()) {
            problems.add(name + ": does not wait for health");
        }
        needs.fieldNames().forEachRemaining(other -> {
            if (!needs.path(other).path("condition").asText().equals("service_healthy")) {
                problems.add(name + ": does not wait until " + other + " is healthy");
            }
            if (service(other).path("healthcheck").isMissingNode()) {
                problems.add(name + ": waits for " + other + ", which has no health check");
            }
        });
    }

    private void checkMounts(String name, JsonNode service, Path folder, List<String> problems) {
        for (JsonNode mount : service.path("volumes")) {
            String source = mount.asText().split(":")[0];
            boolean isHosts = source.startsWith("/");
            boolean isFile = source.startsWith(".");
            if (isHosts && !source.equals(DOCKER_SOCKET)) {
                problems.add(name + ": mounts a file of the host: " + source);
            }
            if (isFile && !Files.exists(folder.resolve(source))) {
                problems.add(name + ": mounts what is not there: " + source);
            }
            if ((isFile || isHosts) && !mount.asText().endsWith(":ro")) {
                problems.add(name + ": can write to " + source);
            }
            if (!isFile && !isHosts && !root.path("volumes").has(source)) {
                problems.add(name + ": no volume " + source);
            }
        }
    }

    /** What the given connector configurations read and the service's environment does not set. */
    Set<String> unset(String service, List<Path> connectors) {
        Set<String> unset = new TreeSet<>();
        for (Path connector : connectors) {
            try {
                READ.matcher(Files.readString(connector)).results().forEach(match -> unset.add(match.group(1)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        service(service).path("environment").fieldNames().forEachRemaining(unset::remove);
        return unset;
    }
}
