// SPDX-License-Identifier: Apache-2.0
package io.millrace.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** What goes to Maven Central, and that it says of itself what Maven Central asks for. */
class PublishingTest {
    private static final Path ROOT = LinksTest.Repository.ROOT;
    /** The plugins, and the libraries that they bring. */
    private static final Set<String> PUBLISHED = Set.of(
            "records",
            "changes",
            "json",
            "http",
            "transforms",
            "converters",
            "connectors/device-source",
            "connectors/http-poll-source",
            "connectors/http-ingest-source",
            "connectors/sink-core",
            "connectors/postgres-sink",
            "connectors/clickhouse-sink");

    @Test
    void everyModuleSaysWhatItIs() throws Exception {
        Element root = pom(ROOT);
        for (String name : List.of("name", "description", "url", "licenses", "developers", "scm")) {
            assertThat(text(root, name)).as(name).isNotBlank();
        }
        for (String module : modules()) {
            Element pom = pom(ROOT.resolve(module));
            assertThat(text(pom, "name")).as(module).startsWith("Millrace ");
            assertThat(text(pom, "description")).as(module).endsWith(".");
        }
    }

    @Test
    void publishesPluginsAndTheirLibrariesOnly() throws Exception {
        List<String> published = new ArrayList<>();
        for (String module : modules()) {
            Element properties = child(pom(ROOT.resolve(module)), "properties");
            if (properties == null || !text(properties, "maven.deploy.skip").equals("true")) {
                published.add(module);
            }
        }
        assertThat(published).containsExactlyInAnyOrderElementsOf(PUBLISHED);
        for (String module : modules()) {
            if (Files.exists(ROOT.resolve(module).resolve("src/main/plugin/manifest.json"))) {
                assertThat(PUBLISHED).contains(module);
            }
        }
    }

    private static List<String> modules() throws Exception {
        List<String> modules = new ArrayList<>();
        Element list = child(pom(ROOT), "modules");
        assertThat(list).isNotNull();
        for (Node node = list.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element) {
                modules.add(node.getTextContent().strip());
            }
        }
        return modules;
    }

    private static Element pom(Path folder) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        return factory.newDocumentBuilder()
                .parse(folder.resolve("pom.xml").toFile())
                .getDocumentElement();
    }

    private static Element child(Element parent, String name) {
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element && element.getTagName().equals(name)) {
                return element;
            }
        }
        return null;
    }

    private static String text(Element parent, String name) {
        Element child = child(parent, name);
        return child == null ? "" : child.getTextContent().strip();
    }
}
