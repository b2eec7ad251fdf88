import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { Ajv2020 } from "ajv/dist/2020.js";
import { registerSchema, unregisterSchema, validate } from "@hyperjump/json-schema/draft-2020-12";

// A judge answers a schema and instances with "refused" or, for each instance, "valid", "invalid" or
// "crashed".
const verdict = (valid) => (valid ? "valid" : "invalid");

/** The host's own schema room, asked line by line. */
export class Toolhost {
  constructor(program) {
    this.process = spawn(program, { stdio: ["pipe", "pipe", "inherit"] });
    this.waiting = [];
    this.process.on("exit", (code, signal) => {
      for (const { reject } of this.waiting) reject(new Error(`${program} ended (${signal ?? code})`));
    });
    createInterface({ input: this.process.stdout }).on("line", (line) => this.waiting.shift().resolve(JSON.parse(line)));
  }

  ask(schema, instances) {
    return new Promise((resolve, reject) => {
      this.waiting.push({ resolve, reject });
      this.process.stdin.write(`${JSON.stringify({ schema, instances })}\n`);
    });
  }

  async judge(schema, instances) {
    const { refused, violations } = await this.ask(schema, instances);
    if (refused !== undefined) return "refused";
    return violations.map((text) => verdict(text === ""));
  }

  close() {
    this.process.stdin.end();
  }
}

export class Ajv {
  constructor() {
    this.ajv = new Ajv2020({ strict: false, validateFormats: false, logger: false });
  }

  async judge(schema, instances) {
    try {
      const check = this.ajv.compile(schema);
      return instances.map((instance) => this.check(check, instance));
    } catch {
      return "refused";
    } finally {
      if (typeof schema === "object") this.ajv.removeSchema(schema);
    }
  }

  check(check, instance) {
    try {
      return verdict(check(instance));
    } catch {
      return "crashed";
    }
  }
}

export class Hyperjump {
  constructor() {
    this.count = 0;
  }

  async judge(schema, instances) {
    const uri = `https://differential.example/${this.count++}`;
    try {
      registerSchema(schema, uri, "https://json-schema.org/draft/2020-12/schema");
      const check = await validate(uri);
      return instances.map((instance) => verdict(check(instance).valid));
    } catch {
      return "refused";
    } finally {
      unregisterSchema(uri);
    }
  }
}
