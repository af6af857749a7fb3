// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.document;

import java.util.List;
import java.util.Optional;

/** A value of a JSON or YAML file, with the place where it begins. */
public sealed interface Node {
    Position at();

    /** What a reader would call it: {@code a number}. */
    String kind();

    /** A value without parts. {@code text} is as the file has it, without quotes; empty for null. */
    record Scalar(Position at, Type type, String text) implements Node {
        /** The types that JSON tells apart. */
        public enum Type {
            STRING("a string"),
            NUMBER("a number"),
            BOOLEAN("a boolean"),
            NULL("null");

            private final String kind;

            Type(String kind) {
                this.kind = kind;
            }
        }

        @Override
        public String kind() {
            return type.kind;
        }
    }

    /** Values in order. */
    record Sequence(Position at, List<Node> items) implements Node {
        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public String kind() {
            return "a list";
        }
    }

    /** Values by name, in the file's order. A name that the file repeats is there as often. */
    record Mapping(Position at, List<Entry> entries) implements Node {
        public Mapping {
            entries = List.copyOf(entries);
        }

        @Override
        public String kind() {
            return "a map";
        }

        /** The value of this name; the last one, as parsers have it. */
        public Optional<Node> get(String name) {
            return entries.stream()
                    .filter(entry -> entry.name().equals(name))
                    .reduce((first, second) -> second)
                    .map(Entry::value);
        }

        /** The value at the end of a path of names through maps; empty where one of them is not there or not a map. */
        public Optional<Node> get(String name, String... more) {
            Optional<Node> node = get(name);
            for (String next : more) {
                node = node.flatMap(parent -> parent instanceof Mapping map ? map.get(next) : Optional.empty());
            }
            return node;
        }

        /** The text of a scalar at the end of a path. */
        public Optional<String> text(String name, String... more) {
            return get(name, more)
                    .flatMap(node -> node instanceof Scalar scalar && scalar.type() != Scalar.Type.NULL
                            ? Optional.of(scalar.text())
                            : Optional.empty());
        }
    }

    /** A name in a map, where it is written, and its value. */
    record Entry(Position at, String name, Node value) {}
}
