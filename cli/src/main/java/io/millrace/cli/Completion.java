// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli;

import io.millrace.cli.terminal.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.AutoComplete;

/** Writes the script by which bash and zsh complete the command's words; the build runs it. */
final class Completion {
    private Completion() {}

    /** Writes it to the file {@code args[0]}. */
    public static void main(String[] args) throws IOException {
        Console console = Console.plain(
                InputStream.nullInputStream(),
                new PrintStream(PrintStream.nullOutputStream()),
                new PrintStream(PrintStream.nullOutputStream()));
        Path file = Path.of(args[0]);
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, AutoComplete.bash("millrace", Millrace.commands(console)));
    }
}
