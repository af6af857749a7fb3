// SPDX-License-Identifier: Apache-2.0
package io.millrace.connectdocker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Dockerfile's instructions, and what is wrong with them by the rules of this project. */
record Dockerfile(List<Instruction> instructions) {
    /** Those that an image of ours must have. */
    static final List<String> LABELS =
            List.of("title", "description", "licenses", "version", "revision", "source").stream()
                    .map(name -> "org.opencontainers.image." + name)
                    .toList();

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)}");
    private static final Pattern LABEL = Pattern.compile("([\\w.-]+)=(?:\"[^\"]*\"|\\S+)");
    private static final Pattern NETWORK =
            Pattern.compile("\\b(curl|wget|apt-get|microdnf|dnf|yum|pip|npm)\\b|https?://");

    /** One instruction, continued lines joined; the keyword in upper case. */
    record Instruction(String keyword, String arguments) {
        boolean is(String name) {
            return keyword.equals(name);
        }
    }

    Dockerfile {
        instructions = List.copyOf(instructions);
    }

    static Dockerfile read(Path file) {
        try {
            return parse(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Dockerfile parse(String text) {
        List<Instruction> found = new ArrayList<>();
        StringBuilder open = new StringBuilder();
        for (String line : text.lines().toList()) {
            if (line.isBlank() || line.stripLeading().startsWith("#")) {
                continue;
            }
            boolean goesOn = line.endsWith("\\");
            open.append(goesOn ? line.substring(0, line.length() - 1) : line).append(' ');
            if (!goesOn) {
                String[] parts = open.toString().strip().split("\\s+", 2);
                found.add(new Instruction(parts[0].toUpperCase(Locale.ROOT), parts.length == 1 ? "" : parts[1]));
                open.setLength(0);
            }
        }
        return new Dockerfile(found);
    }

    /** The default of an argument that is declared before the first {@code FROM}. */
    Optional<String> globalDefault(String name) {
        return Optional.ofNullable(globalDefaults().get(name));
    }

    private Map<String, String> globalDefaults() {
        return defaults(
                instructions.stream().takeWhile(each -> !each.is("FROM")).toList());
    }

    private static Map<String, String> defaults(List<Instruction> instructions) {
        Map<String, String> defaults = new TreeMap<>();
        for (Instruction each : instructions) {
            if (each.is("ARG") && each.arguments().contains("=")) {
                String[] parts = each.arguments().split("=", 2);
                defaults.put(parts[0], resolve(parts[1], defaults));
            }
        }
        return defaults;
    }

    /** What the last stage is made from, with the defaults of the arguments. */
    String base() {
        List<Instruction> stages =
                instructions.stream().filter(each -> each.is("FROM")).toList();
        return resolve(stages.get(stages.size() - 1).arguments().split("\\s+")[0], globalDefaults());
    }

    /** Sources in the build context that are copied, with the defaults of the arguments. */
    List<String> sources() {
        Map<String, String> defaults = defaults(instructions);
        List<String> sources = new ArrayList<>();
        for (Instruction each : instructions) {
            if (each.is("COPY") && !each.arguments().startsWith("--from=")) {
                String[] words = each.arguments().split("\\s+");
                for (int i = 0; i < words.length - 1; i++) {
                    if (!words[i].startsWith("--")) {
                        sources.add(resolve(words[i], defaults));
                    }
                }
            }
        }
        return sources;
    }

    /**
     * Each thing that is wrong, in words; none for a good file.
     *
     * @param context the folder that it is built in
     * @param user whom the base runs as, by number
     */
    List<String> problems(Path context, String user) {
        List<String> problems = new ArrayList<>();
        boolean runs = !base().equals("scratch");
        if (runs && !base().matches("[^:@]+:\\d[^:@]*(@sha256:[0-9a-f]{64})?")) {
            problems.add("base without a version: " + base());
        }
        if (runs
                && instructions.stream()
                        .noneMatch(each -> each.is("FROM")
                                && VARIABLE.matcher(each.arguments()).find())) {
            problems.add("no argument in FROM: the base cannot be pinned");
        }
        if (runs && !lastUser().equals(user)) {
            problems.add("runs as " + lastUser() + " (expected " + user + ")");
        }
        TreeSet<String> missing = new TreeSet<>(LABELS);
        missing.removeAll(labels());
        missing.forEach(label -> problems.add("no label " + label));
        for (Instruction each : instructions) {
            if (each.is("ADD")) {
                problems.add("ADD: " + each.arguments());
            }
            if (each.is("RUN") && NETWORK.matcher(each.arguments()).find()) {
                problems.add("RUN that takes from the network: " + each.arguments());
            }
        }
        sources().stream()
                .filter(source -> !Files.exists(context.resolve(source)))
                .forEach(source -> problems.add("COPY of what is not there: " + source));
        return problems;
    }

    /** The user of the last stage. */
    private String lastUser() {
        String user = "the base's user";
        for (Instruction each : instructions) {
            if (each.is("FROM")) {
                user = "the base's user";
            } else if (each.is("USER")) {
                user = each.arguments();
            }
        }
        return user;
    }

    /** The labels of the last stage. */
    private TreeSet<String> labels() {
        TreeSet<String> names = new TreeSet<>();
        for (Instruction each : instructions) {
            if (each.is("FROM")) {
                names.clear();
            } else if (each.is("LABEL")) {
                LABEL.matcher(each.arguments()).results().forEach(label -> names.add(label.group(1)));
            }
        }
        return names;
    }

    private static String resolve(String text, Map<String, String> values) {
        return VARIABLE.matcher(text)
                .replaceAll(name -> Matcher.quoteReplacement(values.getOrDefault(name.group(1), "")));
    }
}
