// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.describe.samples;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;

/** A connector with a setting of each sort. Its version is in the file {@code version} beside its class. */
public final class LampSinkConnector extends SinkConnector {
    @Override
    public ConfigDef config() {
        return new ConfigDef()
                .define(
                        "lamp.url",
                        Type.STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        Importance.HIGH,
                        "Where the lamp is.",
                        "Lamp",
                        2,
                        Width.LONG,
                        "URL")
                .define(
                        "lamp.brightness",
                        Type.INT,
                        50,
                        Range.between(0, 100),
                        Importance.LOW,
                        "How bright it shines, in percent of what it can. A record's own field brightness"
                                + " goes before it, if there is one.",
                        "Lamp",
                        1,
                        Width.SHORT,
                        "Brightness")
                .define(
                        "lamp.password",
                        Type.PASSWORD,
                        "none at all",
                        Importance.MEDIUM,
                        "The lamp's password.",
                        "Access",
                        1,
                        Width.LONG,
                        "Password")
                .define(
                        "lamp.colours",
                        Type.LIST,
                        List.of("red", "green"),
                        (name, value) -> {},
                        Importance.LOW,
                        "Colours that it has.")
                .defineInternal("lamp.secret.switch", Type.BOOLEAN, false, Importance.LOW);
    }

    @Override
    public String version() {
        try (InputStream file = LampSinkConnector.class.getResourceAsStream("version")) {
            return file == null ? null : new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void start(Map<String, String> props) {}

    @Override
    public Class<? extends Task> taskClass() {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return List.of();
    }

    @Override
    public void stop() {}
}
