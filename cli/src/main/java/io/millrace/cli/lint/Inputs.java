// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.lint;

import io.millrace.cli.terminal.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads what the caller named: files, what is in folders, and standard input. */
final class Inputs {
    private static final String STDIN = "-";
    private static final Pattern READABLE = Pattern.compile("(?i).*\\.(json|ya?ml)");

    /** Folders that hold copies of files, or files of others. */
    private static final Set<String> PASSED = Set.of("target", "build", "node_modules");

    private Inputs() {}

    static List<InputFile> read(List<String> names, InputStream in) {
        List<InputFile> files = new ArrayList<>();
        for (String name : names) {
            if (name.equals(STDIN)) {
                files.add(new InputFile(name, text(in), true));
            } else if (Files.isDirectory(Path.of(name))) {
                found(Path.of(name)).forEach(file -> files.add(new InputFile(file.toString(), text(file), false)));
            } else {
                files.add(new InputFile(name, text(Path.of(name)), true));
            }
        }
        return files;
    }

    private static List<Path> found(Path folder) {
        try (Stream<Path> children = Files.list(folder)) {
            List<Path> files = new ArrayList<>();
            for (Path child : children.sorted().toList()) {
                String name = String.valueOf(child.getFileName());
                if (Files.isDirectory(child) && !name.startsWith(".") && !PASSED.contains(name)) {
                    files.addAll(found(child));
                } else if (Files.isRegularFile(child) && READABLE.matcher(name).matches()) {
                    files.add(child);
                }
            }
            return files;
        } catch (IOException e) {
            throw new Problem("Cannot look into " + folder + ": " + e.getMessage() + ".", e);
        }
    }

    private static String text(Path file) {
        if (!Files.exists(file)) {
            throw new Problem("There is no file " + file + ". Correct its name.");
        }
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new Problem("Cannot read " + file + ": " + e.getMessage() + ".", e);
        }
    }

    private static String text(InputStream in) {
        try {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new Problem("Cannot read standard input: " + e.getMessage() + ".", e);
        }
    }
}
