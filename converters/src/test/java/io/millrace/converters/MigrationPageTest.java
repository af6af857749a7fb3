// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.converters.internal.AvroConverterConfig;
import io.millrace.converters.internal.RefusedOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;

/**
 * The table of Confluent's options on the migration page says what the converter does with each: it is written from its
 * own definitions. {@code -Dmillrace.docs.update=true} writes it anew.
 */
class MigrationPageTest {
    private static final Path PAGE = Path.of("..", "docs", "converters", "migrate-from-confluent.md");
    private static final String BEGIN = "<!-- begin: options, written by MigrationPageTest -->\n";
    private static final String END = "<!-- end -->\n";

    /** Confluent's options with their defaults in 8.3.1. */
    private static final String OPTIONS = """
            schemas.cache.config=1000
            enhanced.avro.schema.support=false
            connect.meta.data=true
            scrub.invalid.names=false
            discard.type.doc.default=false
            generalized.sum.type.support=false
            ignore.default.for.nullables=false
            allow.optional.map.keys=false
            flatten.singleton.unions=true
            auto.register.schemas=true
            normalize.schemas=false
            propagate.schema.tags=false
            use.schema.id=-1
            use.schema.guid=
            id.compatibility.strict=true
            use.latest.version=false
            use.latest.with.metadata=
            latest.compatibility.strict=true
            latest.cache.size=1000
            latest.cache.ttl.sec=-1
            schema.format=
            max.schemas.per.subject=1000
            schema.reflection=false
            key.subject.name.strategy=AssociatedNameStrategy
            value.subject.name.strategy=AssociatedNameStrategy
            context.name.strategy=NullContextNameStrategy
            key.schema.id.serializer=PrefixSchemaIdSerializer
            key.schema.id.deserializer=DualSchemaIdDeserializer
            value.schema.id.serializer=PrefixSchemaIdSerializer
            value.schema.id.deserializer=DualSchemaIdDeserializer
            schema.registry.url=
            schema.registry.url.randomize=false
            http.connect.timeout.ms=60000
            http.read.timeout.ms=60000
            max.retries=3
            retries.wait.ms=1000
            retries.max.wait.ms=20000
            proxy.host=
            proxy.port=-1
            use.apache.http.client=false
            missing.cache.size=10000
            missing.id.cache.ttl.sec=0
            basic.auth.credentials.source=URL
            basic.auth.user.info=
            schema.registry.basic.auth.user.info=
            bearer.auth.credentials.source=
            bearer.auth.token=
            bearer.auth.issuer.endpoint.url=
            bearer.auth.client.id=
            bearer.auth.client.secret=
            bearer.auth.scope=
            schema.registry.ssl.truststore.location=
            specific.avro.reader=false
            specific.avro.key.type=
            specific.avro.value.type=
            avro.reflection.allow.null=false
            avro.use.logical.type.converters=false
            avro.remove.java.properties=false
            avro.fail.on.trailing.data=false
            rule.executors=
            rule.actions=
            rule.service.loader.enable=true
            validation.rules.execution=
            """;

    @Test
    void saysWhatBecomesOfEachOfConfluentsOptions() throws IOException {
        String page = Files.readString(PAGE);
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        int end = page.indexOf(END);
        if (Boolean.getBoolean("millrace.docs.update")) {
            Files.writeString(PAGE, page.substring(0, begin) + table() + page.substring(end));
        }

        assertThat(PAGE)
                .as("run mvn -pl converters -am test -Dtest=MigrationPageTest -Dmillrace.docs.update=true")
                .content()
                .contains(BEGIN + table() + END);
    }

    private static String table() {
        List<String> rows = new ArrayList<>();
        OPTIONS.lines().forEach(line -> {
            String[] option = line.split("=", 2);
            rows.add("| `" + option[0] + "` | " + code(option[1]) + " | " + here(option[0], option[1]) + " |\n");
        });
        return "\n| option | Confluent's default | here |\n|---|---|---|\n" + String.join("", rows) + "\n";
    }

    private static String here(String option, String confluents) {
        ConfigKey key = AvroConverterConfig.DEF.configKeys().get(option);
        if (isRefused(option)) {
            return "refused by name"
                    + (key == null || confluents.isEmpty() ? "" : ", unless it is " + code(confluents));
        }
        if (key == null) {
            return "ignored: nothing here depends on it";
        }
        String initial = key.hasDefault() ? ConfigDef.convertToString(key.defaultValue, key.type) : "";
        boolean same = initial == null || initial.isEmpty() ? confluents.isEmpty() : initial.equals(confluents);
        return same ? "the same" : "**other default: " + code(initial == null ? "" : initial) + "**";
    }

    private static boolean isRefused(String option) {
        ConfigKey key = AvroConverterConfig.DEF.configKeys().get(option);
        if (key != null) {
            return key.documentation.startsWith("Not supported.");
        }
        try {
            RefusedOptions.refuseFamilies(Map.of(option, "x"));
            return false;
        } catch (ConfigException refused) {
            return true;
        }
    }

    private static String code(String value) {
        return value.isEmpty() ? "none" : "`" + value + "`";
    }
}
