// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cli.rest.FakeWorker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How files become connectors. */
class ApplyCommandTest {
    private static final String VALIDATE = "PUT /connector-plugins/Sink/config/validate";
    private static final String PUT = "PUT /connectors/orders/config";

    private final FakeWorker worker = new FakeWorker();

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        worker.close();
    }

    private Run run(String... args) {
        return Run.of(Map.of("CONNECT_URL", worker.url()), args);
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), json(text)).toString();
    }

    private static String status(String state) {
        return json("{'name':'orders','type':'sink','connector':{'state':'" + state + "'},'tasks':"
                + (state.equals("STOPPED") ? "[]" : "[{'id':0,'state':'" + state + "'}]") + "}");
    }

    private void isValid() {
        worker.on(
                VALIDATE,
                json(
                        "{'configs':[{'definition':{'type':'PASSWORD'},'value':{'name':'pass.phrase.of.mine','errors':[]}}]}"));
    }

    @Test
    void createsWhatDoesNotExist() throws IOException {
        worker.on("GET /connectors", "[]").on(PUT, 201, "{}").on("GET /connectors/orders/status", status("RUNNING"));
        isValid();

        Run run = run(
                "apply",
                file(
                        "o.json",
                        "{'name':'orders','config':{'connector.class':'Sink','n':5,'pass.phrase.of.mine':'x','url':'h://u:p@h'}}"));

        assertThat(run.out()).isEqualTo("""
                        orders: new
                          + connector.class = Sink
                          + n = 5
                          + name = orders
                          + pass.phrase.of.mine = ********
                          + url = h://********@h
                        orders: RUNNING
                        """);
        assertThat(run.status()).isZero();
        assertThat(worker.changes())
                .element(1)
                .isEqualTo(
                        PUT
                                + json(
                                        " {'connector.class':'Sink','n':'5','name':'orders','pass.phrase.of.mine':'x','url':'h://u:p@h'}"));
    }

    @Test
    void showsWhatDiffersAndLeavesTheRest() throws IOException {
        worker.has(
                "orders",
                json(
                        "{'connector.class':'Sink','name':'orders','old':'1','kept':'2','consumer.override.sasl.jaas.config':'a'}"),
                status("RUNNING"));
        worker.on(PUT, "{}");
        isValid();

        Run run = run(
                "apply",
                file(
                        "o.yaml",
                        "apiVersion: kafka.strimzi.io/v1\nkind: KafkaConnector\nmetadata: {name: orders}\nspec:\n  class: Sink\n"
                                + "  config: {kept: 2, fresh: '${env:X}', consumer.override.sasl.jaas.config: b}\n"));

        assertThat(run.out()).isEqualTo("""
                        orders: changed
                          - consumer.override.sasl.jaas.config = ********
                          + consumer.override.sasl.jaas.config = ********
                          + fresh = ${env:X}
                          - old = 1
                        orders: RUNNING
                        """);
        assertThat(run.err()).contains("Note: where Strimzi's operator knows orders, it will undo this");
    }

    @Test
    void leavesAloneWhatIsAsTheFileSays() throws IOException {
        worker.has("orders", json("{'connector.class':'Sink','name':'orders'}"), status("RUNNING"));
        isValid();

        Run run = run("apply", file("o.json", "{'name':'orders','connector.class':'Sink'}"));

        assertThat(run).isEqualTo(new Run(0, "orders: as it is\n", ""));
        assertThat(worker.changes()).as("only the check").hasSize(1);
    }

    @Test
    void doesNotWaitForAStoppedConnectorToRun() throws IOException {
        worker.has("orders", json("{'connector.class':'Sink','name':'orders'}"), status("STOPPED"));
        worker.on(PUT, "{}");
        isValid();

        Run run = run("apply", file("o.json", "{'name':'orders','config':{'connector.class':'Sink','n':5}}"));

        assertThat(run.out()).isEqualTo("orders: changed\n  + n = 5\n");
        assertThat(run.status()).isZero();
    }

    @Test
    void changesNothingIfOneOfSeveralIsWrong() throws IOException {
        worker.on("GET /connectors", "[]");
        isValid();
        worker.on(
                "PUT /connector-plugins/Bad/config/validate",
                json(
                        "{'configs':[{'value':{'name':'n','errors':['n is odd']}},{'value':{'name':'topic','errors':['needed']}}]}"));
        String good = file("a.json", "{'name':'orders','config':{'connector.class':'Sink'}}");
        String bad = file("b.json", "{'name':'bad',\n 'config':{'connector.class':'Bad',\n  'n':5}}");

        Run run = run("apply", good, bad);

        assertThat(run.err()).isEqualTo(bad + ":3:3: n is odd\n" + bad + ":1:1: needed\nNothing was changed.\n");
        assertThat(run.status()).isEqualTo(1);
        assertThat(worker.changes()).noneMatch(request -> request.startsWith(PUT));
    }

    @Test
    void onlyShowsInADryRun() throws IOException {
        worker.on("GET /connectors", "[]");
        isValid();

        Run run = run("apply", "--dry-run", file("o.json", "{'name':'orders','config':{'connector.class':'Sink'}}"));

        assertThat(run)
                .isEqualTo(new Run(
                        0,
                        "orders: new\n  + connector.class = Sink\n  + name = orders\n",
                        "Nothing was changed: --dry-run.\n"));
    }

    @Test
    void refusesFilesWithoutAConnectorOrItsName() throws IOException {
        String none = file("none.json", "{'a':1}");
        String nameless = file("nameless.json", "{'connector.class':'Sink'}");
        String broken = file("broken.json", "{'a':");

        assertThat(run("apply", none).err())
                .isEqualTo(
                        none + " has no connector. Expected 'name' and 'config', or settings with connector.class.\n");
        assertThat(run("apply", nameless).err())
                .isEqualTo(nameless + ":1:1: the connector has no name. Add the setting 'name'.\n");
        assertThat(run("apply", broken).err()).startsWith(broken + ":1:");
        assertThat(run("apply", folder.resolve("gone").toString()).err()).startsWith("Cannot read ");
    }
}
