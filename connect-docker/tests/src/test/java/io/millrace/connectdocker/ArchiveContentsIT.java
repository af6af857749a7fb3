// SPDX-License-Identifier: Apache-2.0
package io.millrace.connectdocker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.config.provider.ConfigProvider;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.sink.SinkConnector;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.storage.HeaderConverter;
import org.apache.kafka.connect.transforms.Transformation;
import org.apache.kafka.connect.transforms.predicates.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What is in each archive, and what must not be. */
@ParameterizedClass
@MethodSource("archives")
class ArchiveContentsIT {
    private static final List<Class<?>> PLUGIN_KINDS = List.of(
            SourceConnector.class,
            SinkConnector.class,
            Transformation.class,
            Predicate.class,
            Converter.class,
            HeaderConverter.class,
            ConfigProvider.class);

    /** The worker has these, and loads them from there whatever the archive holds. */
    private static final List<String> WORKERS_OWN =
            List.of("org/apache/kafka/", "org/slf4j/", "org/apache/log4j/", "org/apache/logging/", "ch/qos/");

    private static final String BILL = "doc/sbom.cdx.json";
    private static final List<String> ALLOWED = List.of("Apache-2.0", "MIT", "BSD-2-Clause", "BSD-3-Clause", "EPL-2.0");

    private static final String VERSION = System.getProperty("project.version");

    private final Archive archive;

    ArchiveContentsIT(Archive archive) {
        this.archive = archive;
    }

    static List<Archive> archives() {
        return Archive.all();
    }

    @Test
    void zipAndTarGzHoldTheSame() {
        Map<String, byte[]> zip = archive.files();
        Map<String, byte[]> tarGz = archive.tarGz().files();

        assertThat(tarGz.keySet()).isEqualTo(zip.keySet());
        zip.forEach((name, content) -> assertThat(tarGz.get(name)).as(name).isEqualTo(content));
    }

    @Test
    void isLaidOutForTheHubAndForPluginPath() throws IOException {
        String name = archive.toString().replace(".zip", "");

        assertThat(archive.folder().getFileName()).hasToString(name);
        assertThat(name).startsWith("millrace-").endsWith("-" + VERSION);
        try (var children = Files.list(archive.folder())) {
            assertThat(children.map(Path::getFileName).map(Path::toString))
                    .containsExactlyInAnyOrder("manifest.json", "lib", "doc");
        }
        assertThat(archive.files()).containsKeys("doc/LICENSE", "doc/NOTICE", "doc/README.md", "lib/" + name + ".jar");
        assertThat(archive.jars()).allMatch(jar -> jar.toString().endsWith(".jar"));
    }

    @Test
    void saysWhatItIs() throws IOException {
        JsonNode manifest = new ObjectMapper().readTree(archive.files().get("manifest.json"));

        assertThat(manifest.toString()).doesNotContain("${");
        assertThat(manifest.path("version").asText()).isEqualTo(VERSION);
        for (String text : List.of("name", "title", "description")) {
            assertThat(manifest.path(text).asText()).as(text).isNotBlank();
        }
        assertThat(manifest.path("owner").path("username").asText()).isEqualTo("millrace");
        assertThat(manifest.path("component_types")).isNotEmpty();
        assertThat(manifest.path("license").path(0).path("name").asText()).startsWith("Apache");
    }

    /** By name, version and SHA-512; and nothing else, nor anything that may not be passed on. */
    @Test
    void billOfMaterialsListsEveryJar() throws Exception {
        assertThat(archive.files())
                .as("an offline build (mvn -o) makes no bill of materials")
                .containsKey(BILL);
        JsonNode bill = new ObjectMapper().readTree(archive.files().get(BILL));

        assertThat(bill.path("bomFormat").asText()).isEqualTo("CycloneDX");
        assertThat(bill.at("/metadata/component/name").asText() + "-" + VERSION + ".zip")
                .isEqualTo(archive.toString());
        Map<String, String> listed = new TreeMap<>();
        listed.put(archive.toString().replace(".zip", ".jar"), "");
        for (JsonNode component : bill.path("components")) {
            String jar = component.path("name").asText() + "-"
                    + component.path("version").asText() + ".jar";
            listed.put(jar, sha512(component));
            assertThat(licences(component)).as(jar).isNotEmpty().isSubsetOf(ALLOWED);
        }
        Map<String, String> held = new TreeMap<>();
        for (Path jar : archive.jars()) {
            String name = jar.getFileName().toString();
            held.put(name, listed.getOrDefault(name, "").isEmpty() ? "" : sha512(Files.readAllBytes(jar)));
        }
        assertThat(held).isEqualTo(listed);
        assertThat(archive.bill()).hasBinaryContent(archive.files().get(BILL));
    }

    private static List<String> licences(JsonNode component) {
        List<String> ids = new ArrayList<>();
        component
                .path("licenses")
                .forEach(licence -> ids.add(licence.at("/license/id").asText()));
        return ids;
    }

    private static String sha512(JsonNode component) {
        for (JsonNode hash : component.path("hashes")) {
            if (hash.path("alg").asText().equals("SHA-512")) {
                return hash.path("content").asText();
            }
        }
        throw new AssertionError("no SHA-512 of " + component.path("name"));
    }

    private static String sha512(byte[] content) throws NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-512").digest(content));
    }

    /** Apache's text is in every archive; whoever wants to be named has an own one. */
    @Test
    void bringsTheLicencesOfOthers() throws IOException {
        List<String> jars = archive.jars().stream()
                .map(jar -> jar.getFileName().toString().replaceFirst("\\.jar$", "-jar"))
                .toList();
        assertThat(archive.files().keySet())
                .filteredOn(name -> name.startsWith("doc/licenses/"))
                .as("of what is inside; mvn clean removes those of former jars")
                .allMatch(name -> jars.contains(name.split("/", -1)[2]));
        JsonNode bill = new ObjectMapper().readTree(archive.files().get(BILL));
        for (JsonNode component : bill.path("components")) {
            if (!licences(component).contains("Apache-2.0")) {
                String text = "doc/licenses/" + component.path("name").asText() + "-"
                        + component.path("version").asText() + "-jar/META-INF/LICENSE";
                assertThat(archive.files()).containsKey(text);
            }
        }
    }

    @Test
    void holdsNothingThatTheWorkerBrings() {
        assertThat(archive.entries()).noneMatch(entry -> WORKERS_OWN.stream().anyMatch(entry::startsWith));
    }

    /** The worker's own server may be of another version. */
    @Test
    void bringsAServerOfOneVersionIfItListens() {
        List<String> jetty = archive.jars().stream()
                .map(jar -> jar.getFileName().toString())
                .filter(name -> name.startsWith("jetty-"))
                .toList();

        if (archive.toString().startsWith("millrace-http-ingest-source-")) {
            assertThat(jetty)
                    .anyMatch(name -> name.startsWith("jetty-server-"))
                    .anyMatch(name -> name.startsWith("jetty-http2-server-"))
                    .anyMatch(name -> name.startsWith("jetty-alpn-java-server-"))
                    .allMatch(name -> name.endsWith("-12.1.14.jar"));
        } else {
            assertThat(jetty).isEmpty();
        }
    }

    @Test
    void listsEveryPluginAsAService() throws Exception {
        try (URLClassLoader loader = loader()) {
            Map<String, TreeSet<String>> found = new TreeMap<>();
            for (Class<?> type : ownClasses(loader)) {
                PLUGIN_KINDS.stream()
                        .filter(kind -> kind.isAssignableFrom(type))
                        .forEach(kind -> found.computeIfAbsent(kind.getName(), any -> new TreeSet<>())
                                .add(type.getName()));
            }

            assertThat(found).isNotEmpty();
            assertThat(archive.services()).isEqualTo(found);
        }
    }

    @Test
    void everyPluginSaysItsVersion() throws Exception {
        try (URLClassLoader loader = loader()) {
            for (TreeSet<String> names : archive.services().values()) {
                for (String name : names) {
                    Object plugin = loader.loadClass(name).getConstructor().newInstance();

                    assertThat(plugin).as(name).isInstanceOf(Versioned.class);
                    assertThat(((Versioned) plugin).version()).as(name).isEqualTo(VERSION);
                }
            }
        }
    }

    private URLClassLoader loader() throws MalformedURLException {
        URL[] jars = new URL[archive.jars().size()];
        for (int i = 0; i < jars.length; i++) {
            jars[i] = archive.jars().get(i).toUri().toURL();
        }
        return new URLClassLoader(jars, getClass().getClassLoader());
    }

    /** The public, concrete classes of ours; nested ones too. */
    private List<Class<?>> ownClasses(ClassLoader loader) {
        return archive.entries().stream()
                .filter(entry -> entry.startsWith("io/millrace/") && entry.endsWith(".class"))
                .map(entry ->
                        entry.substring(0, entry.length() - ".class".length()).replace('/', '.'))
                .<Class<?>>map(name -> load(loader, name))
                .filter(type -> Modifier.isPublic(type.getModifiers()) && !Modifier.isAbstract(type.getModifiers()))
                .toList();
    }

    private static Class<?> load(ClassLoader loader, String name) {
        try {
            return Class.forName(name, false, loader);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(name + " cannot be loaded from its own archive", e);
        }
    }
}
