// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.document;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.millrace.cli.document.Node.Entry;
import io.millrace.cli.document.Node.Mapping;
import io.millrace.cli.document.Node.Scalar;
import io.millrace.cli.document.Node.Sequence;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads files of one or more JSON or YAML documents. A file is JSON if its name ends so or its first character is a
 * brace or bracket, else YAML.
 */
public final class Documents {
    private static final JsonFactory JSON = new JsonFactory();
    private static final JsonFactory YAML = new YAMLFactory();

    private final String file;
    private final JsonParser parser;

    private Documents(String file, JsonParser parser) {
        this.file = file;
        this.parser = parser;
    }

    /** All documents of a text, empty ones left out; {@code file} is what positions name. */
    public static List<Node> read(String file, String text) throws SyntaxError {
        try (JsonParser parser = (isJson(file, text) ? JSON : YAML).createParser(text)) {
            return new Documents(file, parser).all();
        } catch (JsonProcessingException e) {
            throw new SyntaxError(position(file, e.getLocation()), e.getOriginalMessage());
        } catch (IOException e) {
            throw new SyntaxError(new Position(file, 1, 1), String.valueOf(e.getMessage()));
        }
    }

    private static boolean isJson(String file, String text) {
        String start = text.stripLeading();
        return file.endsWith(".json") || start.startsWith("{") || start.startsWith("[");
    }

    private List<Node> all() throws IOException {
        List<Node> documents = new ArrayList<>();
        while (parser.nextToken() != null) {
            Node document = node();
            if (!(document instanceof Scalar scalar) || scalar.type() != Scalar.Type.NULL) {
                documents.add(document);
            }
        }
        return documents;
    }

    private Node node() throws IOException {
        Position at = position(file, parser.currentTokenLocation());
        return switch (parser.currentToken()) {
            case START_OBJECT -> mapping(at);
            case START_ARRAY -> sequence(at);
            case VALUE_STRING -> new Scalar(at, Scalar.Type.STRING, parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Scalar(at, Scalar.Type.NUMBER, parser.getText());
            case VALUE_TRUE, VALUE_FALSE -> new Scalar(at, Scalar.Type.BOOLEAN, parser.getText());
            case VALUE_NULL -> new Scalar(at, Scalar.Type.NULL, "");
            default -> throw new IOException("unexpected " + parser.currentToken());
        };
    }

    private Mapping mapping(Position at) throws IOException {
        List<Entry> entries = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            Position nameAt = position(file, parser.currentTokenLocation());
            String name = parser.currentName();
            parser.nextToken();
            entries.add(new Entry(nameAt, name, node()));
        }
        return new Mapping(at, entries);
    }

    private Sequence sequence(Position at) throws IOException {
        List<Node> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(node());
        }
        return new Sequence(at, items);
    }

    private static Position position(String file, JsonLocation location) {
        return location == null
                ? new Position(file, 1, 1)
                : new Position(file, Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()));
    }
}
