// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.cli.terminal.Problem;
import io.millrace.records.Closest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A Connect worker, and through it the group that it belongs to. What it refuses is a {@link Problem}. */
public final class Worker {
    private final Rest rest;

    Worker(Rest rest) {
        this.rest = rest;
    }

    /** The REST API's address, without user. */
    public String url() {
        return rest.url().toString();
    }

    /** All connectors, by name. */
    public List<Deployed> connectors() {
        JsonNode all = ask("list the connectors", () -> rest.get("/connectors?expand=info&expand=status"));
        List<Deployed> connectors = new ArrayList<>();
        all.properties()
                .forEach(entry -> connectors.add(new Deployed(
                        config(entry.getValue().path("info").path("config")),
                        entry.getValue().has("status")
                                ? Status.of(entry.getValue().path("status"))
                                : Status.none(entry.getKey()))));
        connectors.sort(Comparator.comparing(Deployed::name));
        return connectors;
    }

    /** How a connector is. */
    public Status status(String name) {
        try {
            return Status.of(rest.get(path(name) + "/status"));
        } catch (RestRefusal refusal) {
            if (refusal.isNotFound() && names().contains(name)) {
                return Status.none(name); // just created: no worker has told yet
            }
            throw problem("read the status of " + name, name, refusal);
        }
    }

    public Deployed connector(String name) {
        return find(name).orElseThrow(() -> missing(name));
    }

    /** Empty where there is none of this name. */
    public Optional<Deployed> find(String name) {
        if (!names().contains(name)) {
            return Optional.empty();
        }
        JsonNode config = ask("read the settings of " + name, name, () -> rest.get(path(name) + "/config"));
        return Optional.of(new Deployed(config(config), status(name)));
    }

    /** Restarts the connector and its tasks. */
    public void restart(String name) {
        restart(name, "false");
    }

    /** Restarts what of the connector and its tasks has failed. */
    public void restartFailed(String name) {
        restart(name, "true");
    }

    private void restart(String name, String onlyFailed) {
        change("restart", name, "POST", "/restart?includeTasks=true&onlyFailed=" + onlyFailed);
    }

    public void pause(String name) {
        change("pause", name, "PUT", "/pause");
    }

    public void resume(String name) {
        change("resume", name, "PUT", "/resume");
    }

    public void stop(String name) {
        change("stop", name, "PUT", "/stop");
    }

    private void change(String verb, String name, String method, String what) {
        ask(verb + " " + name, name, () -> rest.send(method, path(name) + what, Optional.empty()));
    }

    /** How far the connector has come, as Connect knows it. */
    public List<PartitionOffset> offsets(String name) {
        JsonNode answer = ask("read the offsets of " + name, name, () -> rest.get(path(name) + "/offsets"));
        List<PartitionOffset> offsets = new ArrayList<>();
        for (JsonNode entry : answer.path("offsets")) {
            offsets.add(new PartitionOffset(entry.path("partition"), entry.path("offset")));
        }
        return offsets;
    }

    /** Sets these offsets of a stopped connector, and leaves the others. Returns what Connect says of it. */
    public String alterOffsets(String name, List<PartitionOffset> changes) {
        Optional<JsonNode> body = Optional.of(asJson(changes));
        return ask("alter the offsets of " + name, name, () -> rest.send("PATCH", path(name) + "/offsets", body))
                .path("message")
                .asText();
    }

    /** Forgets all offsets of a stopped connector. Returns what Connect says of it. */
    public String resetOffsets(String name) {
        return ask(
                        "reset the offsets of " + name,
                        name,
                        () -> rest.send("DELETE", path(name) + "/offsets", Optional.empty()))
                .path("message")
                .asText();
    }

    /** The form in which Connect gives and takes offsets. */
    public static JsonNode asJson(List<PartitionOffset> offsets) {
        ArrayNode entries = Rest.JSON.createArrayNode();
        offsets.forEach(each -> entries.addObject()
                .<ObjectNode>set("partition", each.partition())
                .set("offset", each.offset()));
        return Rest.JSON.createObjectNode().set("offsets", entries);
    }

    /** Has the worker check settings by the connector's own rules. */
    public Validation validate(String name, Map<String, String> config) {
        String plugin = config.getOrDefault("connector.class", "");
        String path = "/connector-plugins/" + Rest.segment(plugin) + "/config/validate";
        Optional<JsonNode> body = Optional.of(Rest.JSON.valueToTree(config));
        return Validation.of(ask("check the settings of " + name, () -> rest.send("PUT", path, body)));
    }

    /** Creates the connector, or gives it these settings. */
    public void put(String name, Map<String, String> config) {
        Optional<JsonNode> body = Optional.of(Rest.JSON.valueToTree(config));
        ask("apply " + name, () -> rest.send("PUT", path(name) + "/config", body));
    }

    private interface Request {
        JsonNode send() throws RestRefusal;
    }

    private JsonNode ask(String what, Request request) {
        return ask(what, "", request);
    }

    private JsonNode ask(String what, String name, Request request) {
        try {
            return request.send();
        } catch (RestRefusal refusal) {
            throw problem(what, name, refusal);
        }
    }

    private Problem problem(String what, String name, RestRefusal refusal) {
        if (refusal.isUnknownRequest()) {
            return new Problem("Cannot " + what + ": " + versionText(), refusal);
        }
        if (refusal.isNotFound() && !name.isEmpty() && !names().contains(name)) {
            return missing(name);
        }
        String remedy = switch (refusal.status()) {
            case 401, 403 -> " Set CONNECT_USER and CONNECT_PASSWORD to a user who may.";
            case 409 -> " The group is still rebalancing; try again, or wait longer by --timeout.";
            default ->
                refusal.isForwarding()
                        ? " The worker that was asked cannot reach the one that leads the group: see whether that"
                                + " runs, and whether its rest.advertised.host.name can be reached from the others."
                        : "";
        };
        return new Problem(
                "Cannot " + what + ": " + url() + " answered " + refusal.status() + ", " + sentence(refusal.text())
                        + remedy,
                refusal);
    }

    private static String sentence(String text) {
        return text.endsWith(".") ? text : text + ".";
    }

    private String versionText() {
        String version = version();
        return version.isEmpty()
                ? url() + " is not the REST API of Kafka Connect. Correct --url."
                : url() + " is Kafka Connect " + version
                        + ", which has no such request. Stopping connectors needs 3.5, altering offsets 3.6.";
    }

    private String version() {
        try {
            return rest.get("/").path("version").asText();
        } catch (RestRefusal notConnect) {
            return "";
        }
    }

    private Problem missing(String name) {
        String guess = Closest.of(name, names())
                .filter(known -> Closest.isTypo(name, known) || known.startsWith(name))
                .map(known -> " Did you mean " + known + "?")
                .orElse("");
        return new Problem("There is no connector " + name + " at " + url() + "." + guess
                + " See all of them: millrace connectors.");
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        ask("list the connectors", () -> rest.get("/connectors")).forEach(name -> names.add(name.asText()));
        return names;
    }

    private static Map<String, String> config(JsonNode json) {
        Map<String, String> config = new TreeMap<>();
        json.properties()
                .forEach(entry -> config.put(entry.getKey(), entry.getValue().asText()));
        return config;
    }

    private static String path(String name) {
        return "/connectors/" + Rest.segment(name);
    }
}
