// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.lint;

import io.millrace.cli.terminal.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
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
                files.add(new InputFile(name, text(in), ""));
            } else if (Files.isDirectory(Path.of(name))) {
                files.addAll(found(name));
            } else {
                files.add(new InputFile(name, text(Path.of(name)), ""));
            }
        }
        return files;
    }

    private static List<InputFile> found(String name) {
        List<Path> files = new ArrayList<>();
        Set<Path> patches = new HashSet<>();
        Set<Path> kustomized = new HashSet<>();
        collect(Path.of(name), files, patches, kustomized);
        return files.stream()
                .filter(file -> !patches.contains(file.normalize()))
                .map(file -> new InputFile(
                        file.toString(), text(file), kustomized.contains(file.getParent()) ? file.toString() : name))
                .toList();
    }

    private static void collect(Path folder, List<Path> files, Set<Path> patches, Set<Path> kustomized) {
        for (Path child : children(folder)) {
            String name = String.valueOf(child.getFileName());
            if (Files.isDirectory(child)) {
                if (!name.startsWith(".") && !PASSED.contains(name)) {
                    collect(child, files, patches, kustomized);
                }
            } else if (Kustomization.NAMES.contains(name)) {
                kustomized.add(folder);
                Kustomization.patches(text(child))
                        .forEach(patch -> patches.add(folder.resolve(patch).normalize()));
            } else if (READABLE.matcher(name).matches()) {
                files.add(child);
            }
        }
    }

    private static List<Path> children(Path folder) {
        try (Stream<Path> children = Files.list(folder)) {
            return children.sorted().toList();
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
