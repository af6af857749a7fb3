// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** How a program that refuses to run as root is run by us, root or not. */
record Unprivileged(List<String> prefix, boolean changesOwner) {
    private static final int NOBODY = 65_534;

    static Unprivileged here() {
        if (!isRoot()) {
            return new Unprivileged(List.of(), false);
        }
        // In a user namespace without a mapping root is nobody, yet still reaches root's files.
        List<String> namespace = List.of("unshare", "-U");
        if (works(namespace)) {
            return new Unprivileged(namespace, false);
        }
        List<String> setpriv = List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups");
        if (works(setpriv)) {
            return new Unprivileged(setpriv, true);
        }
        throw new IllegalStateException("Cannot start PostgreSQL as root: neither 'unshare -U' nor 'setpriv'"
                + " (util-linux) works here. Run as an ordinary user.");
    }

    static boolean isRoot() {
        try {
            return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        } catch (IOException unknown) {
            return false;
        }
    }

    List<String> command(Path program) {
        List<String> command = new ArrayList<>(prefix);
        command.add(program.toString());
        return command;
    }

    /** Hands a folder over, where the program runs under another user id. */
    void own(Path folder) throws IOException {
        if (changesOwner) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path path : all.toList()) {
                    Files.setAttribute(path, "unix:uid", NOBODY);
                    Files.setAttribute(path, "unix:gid", NOBODY);
                }
            }
        }
    }

    private static boolean works(List<String> prefix) {
        List<String> command = new ArrayList<>(prefix);
        command.add("true");
        try {
            return new ProcessBuilder(command).start().waitFor() == 0;
        } catch (IOException absent) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
