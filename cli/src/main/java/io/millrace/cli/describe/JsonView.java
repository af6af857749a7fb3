// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.describe;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** For programs: a list is an array, one plugin an object with its settings in {@code options}. */
final class JsonView implements View {
    private static final JsonFactory JSON = new JsonFactory();

    @Override
    public String list(List<Plugin> plugins) {
        return written(json -> {
            json.writeStartArray();
            for (Plugin plugin : plugins) {
                json.writeStartObject();
                write(json, plugin);
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    @Override
    public String page(Plugin plugin, Settings settings, List<Plugin> versions) {
        return written(json -> {
            json.writeStartObject();
            write(json, plugin);
            write(json, "versions", versions.stream().map(Plugin::version).toList());
            json.writeArrayFieldStart("options");
            for (Setting setting : settings.all()) {
                write(json, setting);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static void write(JsonGenerator json, Plugin plugin) throws IOException {
        json.writeStringField("name", plugin.name());
        write(json, "kinds", plugin.kinds().stream().map(Kind::toString).toList());
        write(json, "classes", plugin.classes().stream().map(Class::getName).toList());
        write(json, "aliases", plugin.aliases());
        json.writeStringField("version", plugin.version());
        json.writeStringField("location", plugin.location());
    }

    private static void write(JsonGenerator json, Setting setting) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", setting.name());
        json.writeStringField("type", setting.type());
        json.writeBooleanField("required", setting.isRequired());
        write(json, "default", setting.standard());
        write(json, "validValues", setting.range());
        json.writeStringField("importance", setting.importance());
        write(json, "group", setting.group());
        write(json, "displayName", setting.title());
        json.writeStringField("documentation", setting.documentation());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, String name, Collection<String> texts) throws IOException {
        json.writeArrayFieldStart(name);
        for (String text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, String name, Optional<String> text) throws IOException {
        if (text.isPresent()) {
            json.writeStringField(name, text.get());
        } else {
            json.writeNullField(name);
        }
    }

    private static String written(Content content) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text).useDefaultPrettyPrinter()) {
            content.write(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text + "\n";
    }

    private interface Content {
        void write(JsonGenerator json) throws IOException;
    }
}
