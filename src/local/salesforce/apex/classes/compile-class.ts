import type {
  BlockContext,
  ClassDeclarationContext,
  CompilationUnitContext,
  MethodDeclarationContext,
  StatementContext,
} from '@apexdevtools/apex-parser';
import { positionOf } from '../../soql/grammar.ts';
import { CompileError, notEmulated, words } from '../compile-error.ts';
import { compileBraces } from '../compile-statement.ts';
import { typeOf } from '../compile-types.ts';
import type { Compiler } from '../compiler.ts';
import { typeNamed, types, typeText } from '../types.ts';
import { signatureOf } from './compile-method-call.ts';
import type { ApexClass, ApexMethod } from './declared.ts';
import { classModifiers, methodModifiers, readModifiers } from './modifiers.ts';

/** A class with the syntax trees of its methods, which are compiled when all classes are known. */
export interface ParsedClass {
  readonly apexClass: ApexClass;
  readonly members: ReadonlyMap<ApexMethod, MethodDeclarationContext>;
  readonly tree: ClassDeclarationContext;
}

const start = { line: 1, column: 1 };

/** Declares a class from its file. */
export function declareClass(
  unit: CompilationUnitContext,
  expectedName: string,
  compiler: Pick<Compiler, 'tables'>,
): { readonly apexClass: ApexClass; readonly tree: ClassDeclarationContext } {
  const declaration = unit.typeDeclaration();
  const tree = declaration.classDeclaration();
  if (!tree) throw notEmulated(start, 'interfaces and enums in files of their own');
  const position = positionOf(tree);
  const name = tree.id().getText();
  if (name.toLowerCase() !== expectedName.toLowerCase()) {
    throw new CompileError(position, `[local org] the file ${expectedName}.cls declares the class ${name}`);
  }
  if (typeNamed(name, compiler.tables)) throw notEmulated(position, `a class named as the type ${name}`);
  const modifiers = readModifiers(declaration.modifier_list(), classModifiers);
  const isTest = modifiers.has('@istest');
  if (!isTest && !modifiers.has('public') && !modifiers.has('global')) {
    throw new CompileError(position, words.topLevelVisibility);
  }
  if (tree.EXTENDS()) throw notEmulated(position, 'classes that extend another');
  const interfaces = (tree.typeList()?.typeRef_list() ?? []).map((part) =>
    part
      .getText()
      .toLowerCase()
      .replace(/^system\./u, ''),
  );
  const foreign = interfaces.find((one) => one !== 'schedulable');
  if (foreign !== undefined) throw notEmulated(position, `the interface ${foreign}`);
  const schedulable = interfaces.length > 0;
  return { apexClass: { name, isTest, schedulable, methods: [], lines: linesOf(tree) }, tree };
}

/** Declares the methods of a class without their bodies. All types that they refer to are known by now. */
export function declareMethods(
  apexClass: ApexClass,
  tree: ClassDeclarationContext,
  compiler: Compiler,
): ReadonlyMap<ApexMethod, MethodDeclarationContext> {
  const members = new Map<ApexMethod, MethodDeclarationContext>();
  for (const part of tree.classBody().classBodyDeclaration_list()) {
    const position = positionOf(part);
    const member = part.memberDeclaration();
    if (part.block()) throw notEmulated(position, 'blocks that initialise a class');
    if (!member) continue;
    const method = member.methodDeclaration();
    if (!method) throw notEmulated(position, 'fields, properties, constructors and types within a class');
    const declared = declareMethod(method, readModifiers(part.modifier_list(), methodModifiers), compiler);
    const signature = signatureOf(declared).toLowerCase();
    if (apexClass.methods.some((other) => signatureOf(other).toLowerCase() === signature)) {
      throw new CompileError(position, words.duplicateMethod(signatureOf(declared)));
    }
    if (declared.isTest) checkTestMethod(apexClass, declared);
    apexClass.methods.push(declared);
    members.set(declared, method);
  }
  if (apexClass.schedulable && !executeOf(apexClass)) {
    const wanted = 'void System.Schedulable.execute(System.SchedulableContext)';
    throw new CompileError(positionOf(tree), words.mustImplement(apexClass.name, wanted));
  }
  return members;
}

/** The method that the scheduler calls. */
export function executeOf(apexClass: ApexClass): ApexMethod | undefined {
  return apexClass.methods.find(
    ({ name, isStatic, visible, parameters, returns }) =>
      name.toLowerCase() === 'execute' &&
      !isStatic &&
      visible === 'everywhere' &&
      returns === types.Void &&
      parameters.length === 1 &&
      parameters[0]!.type.name === 'SchedulableContext',
  );
}

function declareMethod(
  tree: MethodDeclarationContext,
  modifiers: ReadonlySet<string>,
  compiler: Compiler,
): ApexMethod {
  const position = positionOf(tree);
  if (!tree.block()) throw notEmulated(position, 'methods without a body');
  const parameters = (tree.formalParameters().formalParameterList()?.formalParameter_list() ?? []).map(
    (parameter) => {
      readModifiers(parameter.modifier_list(), ['final']);
      return { name: parameter.id().getText(), type: typeOf(parameter.typeRef(), compiler) };
    },
  );
  const wide = modifiers.has('public') || modifiers.has('global');
  return {
    name: tree.id().getText(),
    isStatic: modifiers.has('static'),
    isTest: modifiers.has('@istest') || modifiers.has('testmethod'),
    visible: wide ? 'everywhere' : modifiers.has('@testvisible') ? 'test' : 'here',
    parameters,
    returns: tree.VOID() ? types.Void : typeOf(tree.typeRef(), compiler),
    position,
  };
}

/** Apex Developer Guide, "Unit Testing": static, without arguments, and returning nothing. */
function checkTestMethod(apexClass: ApexClass, method: ApexMethod): void {
  if (!apexClass.isTest) throw notEmulated(method.position, 'test methods outside of test classes');
  if (!method.isStatic || method.parameters.length > 0 || method.returns !== types.Void) {
    const wrong = `[local org] the test method ${method.name} is not static, without parameters and void`;
    throw new CompileError(method.position, wrong);
  }
}

/** Compiles a method's body. Each method needs its own `compiler`, because slots are counted by method. */
export function compileMethod(method: ApexMethod, tree: MethodDeclarationContext, compiler: Compiler): void {
  for (const { name, type } of method.parameters) compiler.declare(name, type, method.position);
  const block = tree.block();
  const body = compileBraces(block, compiler);
  if (method.returns !== types.Void && !alwaysEnds(block.statement_list())) {
    const position = { line: block.stop!.line, column: block.stop!.column + 1 };
    throw new CompileError(position, `${words.mustReturn}: ${typeText(method.returns)}`);
  }
  method.body = body;
}

/** Whether the last of these statements returns or throws on every path. */
function alwaysEnds(statements: readonly StatementContext[]): boolean {
  const last = statements.at(-1);
  if (!last) return false;
  if (last.returnStatement() || last.throwStatement()) return true;
  const block: BlockContext | null = last.block();
  if (block) return alwaysEnds(block.statement_list());
  const choice = last.ifStatement();
  if (choice) {
    const branches = choice.statement_list();
    return branches.length === 2 && branches.every((branch) => alwaysEnds([branch]));
  }
  const attempt = last.tryStatement();
  if (!attempt) return false;
  const branches = [attempt.block(), ...attempt.catchClause_list().map((clause) => clause.block())];
  return branches.every((branch) => alwaysEnds(branch.statement_list()));
}

interface Tree {
  readonly children?: readonly unknown[] | null;
}

/** The lines on which an executable statement begins; not blocks or `try`. */
function linesOf(tree: Tree): ReadonlySet<number> {
  const lines = new Set<number>();
  const visit = (node: Tree): void => {
    for (const child of node.children ?? []) visit(child as Tree);
    const statement = node as Partial<StatementContext>;
    if (typeof statement.ifStatement !== 'function') return;
    if (statement.block?.() || statement.tryStatement?.()) return;
    lines.add(positionOf(node as StatementContext).line);
  };
  visit(tree);
  return lines;
}
