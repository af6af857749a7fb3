// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import static org.assertj.core.api.Assertions.assertThat;

import io.debezium.data.VariableScaleDecimal;
import io.millrace.changes.internal.types.ColumnType;
import io.millrace.changes.internal.types.TypeOptions;
import io.millrace.changes.internal.types.TypePolicy;
import io.millrace.records.Kind;
import io.millrace.records.SemanticType;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;

/** Every schema builder in Debezium's packages of semantic types, of two versions, against {@link SemanticType}. */
class SemanticTypesOracleTest {
    /** No types: the envelope, and what chooses between types. */
    private static final Set<String> OTHERS =
            Set.of("io.debezium.data.Envelope", "io.debezium.data.SpecialValueDecimal");

    @Test
    void knowsEveryTypeOfTheUsualVersion() throws Exception {
        Path jar = Path.of(VariableScaleDecimal.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Set<SemanticType> found = known(jar, getClass().getClassLoader());

        assertThat(found).contains(SemanticType.ISO_DATE, SemanticType.SPARSE_DOUBLE_VECTOR, SemanticType.BITS);
    }

    @Test
    void knowsEveryTypeOfTheNewestVersion() throws Exception {
        Path[] jars = NewestDebezium.jars("debezium-");
        Path common = Arrays.stream(jars)
                .filter(jar -> jar.getFileName().toString().startsWith("debezium-connector-common-"))
                .findFirst()
                .orElseThrow();
        try (URLClassLoader newest = newestFirst(jars)) {
            Set<SemanticType> found = known(common, newest);

            List<SemanticType> unseen = new ArrayList<>(List.of(SemanticType.values()));
            unseen.removeAll(found);
            // Connect's own, and ltree, which lives with the PostgreSQL connector.
            assertThat(unseen)
                    .containsExactly(
                            SemanticType.PLAIN,
                            SemanticType.CONNECT_DATE,
                            SemanticType.CONNECT_TIME,
                            SemanticType.CONNECT_TIMESTAMP,
                            SemanticType.CONNECT_DECIMAL,
                            SemanticType.LTREE);
        }
    }

    private static URLClassLoader newestFirst(Path[] jars) {
        URL[] urls = Arrays.stream(jars)
                .map(jar -> {
                    try {
                        return jar.toUri().toURL();
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                })
                .toArray(URL[]::new);
        return new URLClassLoader(urls, SemanticTypesOracleTest.class.getClassLoader()) {
            @Override
            protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                if (name.startsWith("io.debezium.")) {
                    Class<?> loaded = findLoadedClass(name);
                    return loaded != null ? loaded : findClass(name);
                }
                return super.loadClass(name, resolve);
            }
        };
    }

    private static Set<SemanticType> known(Path jar, ClassLoader loader) throws Exception {
        Set<SemanticType> found = new TreeSet<>();
        for (String name : classes(jar)) {
            Schema schema = built(Class.forName(name, true, loader));
            if (schema != null) {
                assertThat(SemanticType.trusted(schema)).as(name).isNotEqualTo(SemanticType.PLAIN);
                assertThat(SemanticType.of(schema).schemaName()).as(name).isEqualTo(schema.name());
                assertDecodable(schema);
                found.add(SemanticType.of(schema));
            }
        }
        return found;
    }

    private static List<String> classes(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.matches("io/debezium/(time|data)/.*[^$]\\.class") && !name.contains("$"))
                    .map(name -> name.replace('/', '.').replace(".class", ""))
                    .filter(name -> !OTHERS.contains(name))
                    .sorted()
                    .toList();
        }
    }

    /** What the class's builder makes; null if it has none. */
    private static Schema built(Class<?> type) throws ReflectiveOperationException {
        for (Method method : type.getMethods()) {
            boolean builds = method.getName().equals("builder")
                    && Modifier.isStatic(method.getModifiers())
                    && method.getReturnType() == SchemaBuilder.class;
            if (builds && method.getParameterCount() == 0) {
                return ((SchemaBuilder) method.invoke(null)).build();
            }
            if (builds && method.getParameterCount() == 1 && method.getParameterTypes()[0] != SchemaBuilder.class) {
                Class<?> parameter = method.getParameterTypes()[0];
                Object argument =
                        parameter == int.class ? (Object) 9 : parameter == String.class ? "a,b" : List.of("a");
                return ((SchemaBuilder) method.invoke(null, argument)).build();
            }
        }
        return null;
    }

    /** The fields that are read by name are there, with the types that are expected. */
    private static void assertDecodable(Schema schema) {
        List<String> names = schema.type() == Schema.Type.STRUCT
                ? schema.fields().stream().map(field -> field.name()).toList()
                : List.of();
        switch (SemanticType.of(schema)) {
            case STRUCTURED_DATE -> assertThat(names).contains("year", "month", "day", "specialValue");
            case STRUCTURED_TIME -> assertThat(names).contains("hour", "minute", "second", "nanos");
            case STRUCTURED_TIMESTAMP ->
                assertThat(names).contains("year", "month", "day", "hour", "minute", "second", "nanos", "specialValue");
            case STRUCTURED_ZONED_TIME -> assertThat(names).contains("hour", "nanos", "offsetSeconds");
            case STRUCTURED_ZONED_TIMESTAMP ->
                assertThat(names).contains("year", "nanos", "offsetSeconds", "zoneId", "specialValue");
            case STRUCTURED_DURATION ->
                assertThat(names).contains("years", "months", "days", "hours", "minutes", "seconds", "nanos");
            case GEOMETRY, GEOGRAPHY -> assertThat(names).contains("wkb", "srid");
            case POINT -> assertThat(names).contains("x", "y", "wkb", "srid");
            case SPARSE_DOUBLE_VECTOR -> assertThat(names).contains("dimensions", "vector");
            case VARIABLE_SCALE_DECIMAL -> assertThat(names).contains("scale", "value");
            case BITS -> assertThat(schema.parameters()).containsKey("length");
            case ENUM, ENUM_SET -> assertThat(schema.parameters()).containsKey("allowed");
            default -> assertThat(Kind.meaningOf(schema)).isNotNull();
        }
    }

    /** Positions of sparse vectors count from 1 in what Debezium makes of pgvector's text. */
    @Test
    void readsSparseVectorsAsDebeziumWritesThem() {
        Schema schema = io.debezium.data.vector.SparseDoubleVector.builder().build();
        Struct vector = io.debezium.data.vector.SparseDoubleVector.fromLogical(schema, "{1:1.5,4:-2}/4");

        assertThat(convert(schema, vector, "types.vector", "array")).isEqualTo(List.of(1.5, 0.0, 0.0, -2.0));
    }

    /** Debezium's own decimals come back as what went in. */
    @Test
    void readsDecimalsAsDebeziumWritesThem() {
        Schema schema = VariableScaleDecimal.builder().build();
        for (String digits : List.of("-0.0001", "0", "123456789012345678901234567890.12", "-1E+3")) {
            java.math.BigDecimal decimal = new java.math.BigDecimal(digits);
            Struct struct = VariableScaleDecimal.fromLogical(schema, decimal);

            assertThat(convert(schema, struct, "types.decimal", "string")).isEqualTo(decimal.toPlainString());
        }
    }

    private static Object convert(Schema schema, Struct value, String key, String target) {
        AbstractConfig config = new AbstractConfig(TypeOptions.define(new ConfigDef()), Map.of(key, target), false);
        return ColumnType.of(schema, TypePolicy.of(config)).conversion().apply(value);
    }
}
